using System.IO.Compression;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Access;
using Vise.Tests.Support;
using Vise.Web.Access;
using Xunit;

namespace Vise.Tests.Users;

/// <summary>The app with its demo people, as a family that is signed in uses it without script.</summary>
internal sealed class OwnDataApp : IAsyncDisposable
{
    public const string ParentEmail = "parent@demo.vise";

    private static readonly CancellationToken None = CancellationToken.None;

    private OwnDataApp(TestDatabase database, TestApp app) => (Database, App, Browser) = (database, app, new PlainBrowser(app.Address));

    public TestDatabase Database { get; }

    public TestApp App { get; }

    public PlainBrowser Browser { get; }

    public Actor Parent { get; private set; } = null!;

    public Actor OtherParent { get; private set; } = null!;

    public Actor Clerk { get; private set; } = null!;

    public Actor Admin { get; private set; } = null!;

    /// <summary>Where the documents' files lie.</summary>
    public string Documents => Of<IConfiguration>()["Documents:Directory"]!;

    public DraftDesk Drafts => Of<DraftDesk>();

    public static async Task<OwnDataApp> StartAsync(TestCluster cluster, string path)
    {
        var database = await cluster.NewDemoAsync();
        var world = new OwnDataApp(database, new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false")));
        using var started = world.App.Browser();
        world.Parent = await world.ActorAsync(ParentEmail);
        world.OtherParent = await world.ActorAsync("parent2@demo.vise");
        world.Clerk = await world.ActorAsync("clerk@demo.vise");
        world.Admin = await world.ActorAsync("admin@demo.vise");
        await database.ExecuteAsync($"update users.account set mobile = '+919811122233', mobile_verified_time = now() where account_id = '{world.Parent.Account}'");
        await world.Browser.SignInAsync(ParentEmail, DemoAccounts.Password, path);
        return world;
    }

    public T Of<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    public async Task<ApplicationId> ADraftAsync(Actor? by = null, params (string Path, string? Value)[] changes) => (await Drafts.StartAsync(
        by ?? Parent, TestSchool.ClassOne, [.. TestForm.With(changes).Select(field => new FieldEdit(field.Key, field.Value, 0))], None)).Value!.Id;

    public async Task SubmitAsync(ApplicationId id) => Assert.Null(await Drafts.SubmitAsync(Parent, id, None));

    public async Task AddDocumentAsync(ApplicationId id, string content)
    {
        await using var file = new MemoryStream(System.Text.Encoding.UTF8.GetBytes("%PDF-1.4 " + content));
        Assert.Null((await Of<DocumentDesk>().AddAsync(Parent, id, "birth_certificate", "asha-birth.pdf", file, None)).Refusal);
    }

    public async Task JoinAsync(ApplicationId id)
    {
        var made = (await Of<GuardianDesk>().InviteAsync(Parent, id, "imran@school.test", new InvitationLetter("en", token => $"/invitation/open?token={token}"), None)).Value!;
        Assert.Null((await Of<GuardianDesk>().AcceptAsync(OtherParent, made.Token, None)).Refusal);
    }

    /// <summary>Posts the export's form as the signed-in browser does.</summary>
    public async Task<HttpResponseMessage> ExportAsync(string password)
    {
        var form = Browser.Page.Forms.First(form => form.QuerySelector("[name=password]") is not null);
        var token = form.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var content = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("password", password)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, form.GetAttribute("action")) { Content = content };
        return await Browser.RawAsync(request);
    }

    public static async Task<Dictionary<string, string>> FilesAsync(HttpResponseMessage answer)
    {
        await using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        Dictionary<string, string> files = new(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync());
            files[entry.FullName] = await reader.ReadToEndAsync();
        }

        return files;
    }

    public async Task ShiftClockAsync(string interval)
    {
        await Database.ExecuteAsync($"alter database {Database.Name} set vise.clock_shift = '{interval}'");
        Of<NpgsqlDataSource>().Clear();
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await App.DisposeAsync();
        await Database.DisposeAsync();
    }

    private async Task<Actor> ActorAsync(string email)
    {
        var demo = DemoAccounts.Find(email)!;
        var account = await Of<AccountDesk>().SignInAsync(AccessSettings.EmbeddedIssuer, demo.Subject, demo.Name, email, None);
        return new Actor(account!.Value, demo.Role, demo.Scope, demo.Name);
    }
}
