using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Vise.Data;
using Vise.Data.Secrets;
using Vise.Data.Users;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Local;

namespace Vise.Tests.Access;

/// <summary>Sign-in alone, behind a real Kestrel on a port of its own, with a few endpoints that say who is asking.</summary>
public sealed class SignInApp : IAsyncDisposable
{
    // the same for every app, as a restart or another node has it
    private static readonly FieldKeys Keys = MakeKeys();

    private readonly WebApplication _app;

    private SignInApp(WebApplication app, Uri address, MovableClock clock)
    {
        _app = app;
        Clock = clock;
        Address = address;
    }

    public Uri Address { get; }

    public MovableClock Clock { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<SignInApp> StartAsync(TestDatabase database, bool demo = true, Uri? authority = null, string? secondFactorRoles = null, Action<WebApplication>? plant = null)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls(address.AbsoluteUri);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Public:Address"] = address.AbsoluteUri,
            ["Demo:Enabled"] = demo ? "true" : "false",
            ["Oidc:Authority"] = authority?.AbsoluteUri,
            ["Oidc:Audience"] = Authority.ApiScope,
            [SecondFactorRule.RolesSetting] = secondFactorRoles,
            ["ConnectionStrings:ViseAuth"] = database.AuthConnection,
        });
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(database.AppConnection)).AddSingleton<BranchDb>().AddSingleton<AccountDesk>().AddSingleton<PostDesk>().AddSingleton<PeopleDesk>();
        builder.Services.AddSingleton(Keys).AddSingleton<FieldSeal>();
        var clock = new MovableClock();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddScoped<Vise.Web.Shell.Api.ApiProblems>();
        builder.AddSignIn();
        var app = builder.Build();
        app.UseFrontDoor();
        app.UseSignIn();
        app.MapSignIn();
        app.MapRazorComponents<SignInRoot>().AddAdditionalAssemblies(typeof(PasswordPage).Assembly).AddInteractiveServerRenderMode();
        app.MapGet("/who", (Visitor visitor) => visitor.Name);
        app.MapGet("/queue", () => "queue").RequireAuthorization(nameof(Duty.ReadApplications));
        app.MapGet("/api/v1/who", async (Visitor visitor, CancellationToken ct) =>
            $"{visitor.Name} {string.Join(',', (await visitor.GrantsAsync(ct)).Select(Visitor.KeyOf))}");
        app.MapGet("/api/v1/ask/{duty}/{branch}", async (Duty duty, string branch, Visitor visitor, CancellationToken ct) =>
            Results.StatusCode((await visitor.AskAsync(duty, BranchId.Parse(branch), ct)).StatusCode));
        plant?.Invoke(app);
        await DemoSeed.RunAsync(app.Services, database.OwnerConnection, CancellationToken.None);
        await app.StartAsync();
        return new SignInApp(app, address, clock);
    }

    /// <summary>A browser without script: cookies, redirects, forms.</summary>
    public PlainBrowser NewBrowser() => new(Address);

    private static FieldKeys MakeKeys()
    {
        using var folder = new TestFolder();
        return FieldKeys.Load(Path.Combine(folder.Path, "fields.json"), makeIfMissing: true);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

/// <summary>The real time, moved ahead by the test.</summary>
public sealed class MovableClock : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
