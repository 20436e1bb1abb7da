using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Access;
using Vise.Web.Access;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Support;

/// <summary>The app with its demo people and no application yet, as a family that is signed in uses it without script.</summary>
internal class DemoApp : IAsyncDisposable
{
    public const string ParentEmail = "parent@demo.vise";

    private static readonly CancellationToken None = CancellationToken.None;

    protected DemoApp(TestDatabase database)
    {
        (Database, App) = (database, new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false")));
        Browser = new PlainBrowser(App.Address);
    }

    public TestDatabase Database { get; }

    public TestApp App { get; }

    public PlainBrowser Browser { get; }

    public Actor Parent { get; private set; } = null!;

    public Actor OtherParent { get; private set; } = null!;

    public Actor Clerk { get; private set; } = null!;

    public Actor Admin { get; private set; } = null!;

    public DraftDesk Drafts => Of<DraftDesk>();

    public ReviewDesk Review => Of<ReviewDesk>();

    public FamilyQueries Family => Of<FamilyQueries>();

    /// <summary>Starts it; the parent is at the path.</summary>
    public static async Task<DemoApp> StartAsync(TestCluster cluster, string path = Paths.My)
    {
        var world = new DemoApp(await cluster.NewDemoAsync());
        await world.OpenAsync();
        await world.Browser.SignInAsync(ParentEmail, DemoAccounts.Password, path);
        return world;
    }

    public T Of<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    public Task<ApplicationId> ADraftAsync(Actor? by = null, params (string Path, string? Value)[] changes) => ADraftAsync(TestSchool.ClassOne, by, changes);

    public async Task<ApplicationId> ADraftAsync(SchoolChoice choice, Actor? by = null, params (string Path, string? Value)[] changes) => (await Drafts.StartAsync(
        by ?? Parent, choice, [.. TestForm.With(changes).Select(field => new FieldEdit(field.Key, field.Value, 0))], None)).Value!.Id;

    public async Task SubmitAsync(ApplicationId id) => Assert.Null(await Drafts.SubmitAsync(Parent, id, None));

    /// <summary>From handed in to offered.</summary>
    public async Task OfferAsync(ApplicationId id)
    {
        Assert.Null(await Review.StartReviewAsync(Clerk, id, null, None));
        Assert.Null(await Review.AcceptAsync(Admin, id, null, None));
        Assert.Null(await Of<OfferDesk>().IssueOfferAsync(Admin, id, null, null, None));
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
        GC.SuppressFinalize(this);
    }

    protected async Task OpenAsync()
    {
        App.Browser().Dispose();
        Parent = await ActorAsync(ParentEmail);
        OtherParent = await ActorAsync("parent2@demo.vise");
        Clerk = await ActorAsync("clerk@demo.vise");
        Admin = await ActorAsync("admin@demo.vise");
    }

    private async Task<Actor> ActorAsync(string email)
    {
        var demo = DemoAccounts.Find(email)!;
        var account = await Of<AccountDesk>().SignInAsync(AccessSettings.EmbeddedIssuer, demo.Subject, demo.Name, email, None);
        return new Actor(account!.Value, demo.Role, demo.Scope, demo.Name);
    }
}
