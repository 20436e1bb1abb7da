using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Admissions;
using Vise.Web.Shell;
using Vise.Web.Shell.Api;
using Xunit;

namespace Vise.Tests.Access;

/// <summary>Every role at every door: <c>docs/access.md</c> is the expectation, the running app's own route table the list of doors.</summary>
public sealed class AccessMatrixTests(TestCluster cluster)
{
    [Fact]
    public async Task The_running_app_answers_every_role_at_every_door_as_the_table_says()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"), (ApiLimits.Setting, "100000"));
        using var started = app.Browser();
        using var matrix = new AccessMatrix(
            app.Address, app.Services.GetRequiredService<EndpointDataSource>(), AccessTable.Read(await File.ReadAllTextAsync(Source.File("docs", "access.md"))));
        AssertNone(matrix.Gaps());
        var visitors = await VisitorsAsync(app.Address, Paths.My);

        var targets = await TargetsAsync(app);

        // asked first: after the last question of the table everybody has signed out
        var posted = await matrix.PostedAsync(visitors, targets);
        var faults = await matrix.FaultsAsync(visitors, targets);

        AssertNone(faults);
        AssertNone(posted);
        Assert.Equal(DemoAccounts.All.Count + 1, visitors.Count);
        Assert.True(matrix.Asked > 1000);
    }

    [Fact]
    public async Task A_planted_door_without_a_policy_or_without_a_line_is_found()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var app = await SignInApp.StartAsync(database);
        // /who asks for a sign-in and for no duty; /queue asks for one
        using var matrix = new AccessMatrix(app.Address, app.Services.GetRequiredService<EndpointDataSource>(), AccessTable.Read("""
            | surface | nobody | Parent | Clerk |
            | --- | --- | --- | --- |
            | `GET /who` | sign-in | 403 | yes |
            | `GET /gone` | 404 | 404 | 404 |
            """));
        AccessVisitor[] visitors =
        [
            await AccessVisitor.NobodyAsync(app.Address),
            await AccessVisitor.SignInAsync(app.Address, DemoAccounts.Find("parent@demo.vise")!, "/who"),
            await AccessVisitor.SignInAsync(app.Address, DemoAccounts.Find("clerk@demo.vise")!, "/who"),
        ];

        Assert.Contains("GET /queue stands in no line", matrix.Gaps());
        Assert.Contains("GET /gone has a line and no route", matrix.Gaps());
        Assert.StartsWith("GET /who  as parent@demo.vise (Parent, ): yes, not 403", Assert.Single(await matrix.FaultsAsync(visitors, [])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_planted_door_that_tells_what_exists_and_a_planted_page_that_takes_any_post_are_found()
    {
        await using var database = await cluster.NewDatabaseAsync();
        var there = new AccessTarget("272502", null, "2725020125A0001" + Base36.CheckCharacter("2725020125A0001"), Guid.NewGuid());
        await using var app = await SignInApp.StartAsync(database, plant: app =>
        {
            app.MapGet("/told/{id}", (string id) => Results.Text(id == there.Application ? "not yours" : "none", statusCode: StatusCodes.Status404NotFound));
            app.MapMethods("/taken", [HttpMethods.Get, HttpMethods.Post], () => "taken").WithMetadata(new ComponentTypeMetadata(typeof(SignInRoot)));
        });
        using var matrix = new AccessMatrix(app.Address, app.Services.GetRequiredService<EndpointDataSource>(), AccessTable.Read("""
            | surface | nobody | Clerk | out of scope |
            | --- | --- | --- | --- |
            | `GET /told/{id}` | sign-in | 404 | 404 |
            | `GET /taken` | sign-in | yes | – |
            """));
        AccessVisitor[] visitors = [await AccessVisitor.SignInAsync(app.Address, DemoAccounts.Find("clerk@demo.vise")!, "/who")];

        var faults = await matrix.FaultsAsync(visitors, [there]);

        Assert.Contains(faults, fault => fault.Contains($"another answer for {there.Application} than for what does not exist", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.EndsWith("nobody asked as nobody", StringComparison.Ordinal));
        Assert.Equal(["POST /taken as clerk@demo.vise is taken"], await matrix.PostedAsync(visitors, [there]));
    }

    private static async Task<List<AccessVisitor>> VisitorsAsync(Uri address, string page)
    {
        List<AccessVisitor> visitors = [await AccessVisitor.NobodyAsync(address)];
        foreach (var account in DemoAccounts.All)
        {
            visitors.Add(await AccessVisitor.SignInAsync(address, account, page));
        }

        return visitors;
    }

    // withdrawn: they are there to be seen, and no knock changes them
    private static async Task<IReadOnlyList<AccessTarget>> TargetsAsync(TestApp app)
    {
        List<AccessTarget> targets = [];
        foreach (var (maker, ender, branch) in new[]
        {
            ("clerk@demo.vise", "admin@demo.vise", "272501"), ("clerk2@demo.vise", "admin2@demo.vise", "272502"), ("clerk3@demo.vise", "admin3@demo.vise", "292001"),
            ("parent@demo.vise", "parent@demo.vise", "272501"), ("parent2@demo.vise", "parent2@demo.vise", "272502"),
        })
        {
            targets.Add(await TargetAsync(app.Services, maker, ender, branch));
        }

        return targets;
    }

    private static async Task<AccessTarget> TargetAsync(IServiceProvider app, string maker, string ender, string branch)
    {
        await using var scope = app.CreateAsyncScope();
        var (none, drafts) = (CancellationToken.None, scope.ServiceProvider.GetRequiredService<DraftDesk>());
        var by = await ActorAsync(scope.ServiceProvider, maker);
        var id = Assert.IsType<StartedDraft>((await drafts.StartAsync(by, TestSchool.ClassOne with { Branch = BranchId.Parse(branch) }, [], none)).Value).Id;
        await using var file = typeof(DemoApplications).Assembly.GetManifestResourceStream("birth-certificate-specimen.png")!;
        var document = await scope.ServiceProvider.GetRequiredService<DocumentDesk>().AddAsync(by, id, "birth_certificate", "birth-certificate.png", file, none);
        Assert.Null(await drafts.WithdrawAsync(await ActorAsync(scope.ServiceProvider, ender), id, null, "moved away", none));
        return new AccessTarget(branch, by.IsFamily ? maker : null, id.Value, Assert.IsType<DocumentRow>(document.Value).DocumentId);
    }

    private static async Task<Actor> ActorAsync(IServiceProvider services, string email)
    {
        var account = DemoAccounts.Find(email)!;
        var id = await services.GetRequiredService<AccountDesk>().SignInAsync(AccessSettings.EmbeddedIssuer, account.Subject, account.Name, email, CancellationToken.None);
        return new Actor(id!.Value, account.Role, account.Scope, account.Name);
    }

    private static void AssertNone(IReadOnlyList<string> faults) => Assert.True(faults.Count == 0, $"{faults.Count}:\n{string.Join('\n', faults.Take(150))}");
}
