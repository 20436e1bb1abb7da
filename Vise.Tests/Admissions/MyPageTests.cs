using Microsoft.Extensions.DependencyInjection;
using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Access;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>A family's own page: its children, what is due and until when.</summary>
public class MyPageTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Each_child_has_its_applications_together_and_what_is_due_first_stands_first()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        app.Browser().Dispose();
        var (parent, clerk, admin) = (await ActorAsync(app, "parent@demo.vise"), await ActorAsync(app, "clerk@demo.vise"), await ActorAsync(app, "admin@demo.vise"));
        T Desk<T>()
            where T : notnull => app.Services.GetRequiredService<T>();
        async Task<ApplicationId> DraftAsync(string child, SchoolChoice choice) =>
            (await Desk<DraftDesk>().StartAsync(parent, choice, [.. TestForm.With(("child.name", child)).Select(field => new FieldEdit(field.Key, field.Value, 0))], None)).Value!.Id;

        var ravi = await DraftAsync("Ravi Patil", TestSchool.ClassOne);
        Assert.Null(await Desk<DraftDesk>().SubmitAsync(parent, ravi, None));
        Assert.Null(await Desk<ReviewDesk>().StartReviewAsync(clerk, ravi, null, None));
        Assert.Null(await Desk<ReviewDesk>().AcceptAsync(admin, ravi, null, None));
        Assert.Null(await Desk<OfferDesk>().IssueOfferAsync(admin, ravi, null, null, None));
        var waiting = await DraftAsync("Asha Patil", TestSchool.ClassOne);
        Assert.Null(await Desk<DraftDesk>().SubmitAsync(parent, waiting, None));
        var draft = await DraftAsync("asha  patil", TestSchool.ClassTwo);
        var late = await DraftAsync("Rani Patil", TestSchool.ClassOne with { Branch = TestSchool.Haveli });
        await database.ExecuteAsync("update admissions.cycle set closes_time = isolation.clock() - interval '1 minute' where branch_id = '272502'");

        using var browser = new PlainBrowser(app.Address);
        await browser.SignInAsync("parent@demo.vise", DemoAccounts.Password, Paths.My);

        Assert.Equal(["Ravi Patil", "asha patil", "Rani Patil"], browser.Page.QuerySelectorAll(".child > h2").Select(name => Typed.Clean(name.TextContent)));
        Assert.Equal([ravi.Value, draft.Value, waiting.Value, late.Value], browser.Page.QuerySelectorAll(".child [data-application]").Select(card => card.GetAttribute("data-application")));
        Assert.Equal(["offer", "draft", "submitted", "draft"], browser.Page.QuerySelectorAll(".child [data-status]").Select(chip => chip.GetAttribute("data-status")));
        Assert.Equal(["Ravi Patil: accept the offer", "asha patil: submit the form"], browser.Page.QuerySelectorAll(".due a").Select(line => Typed.Clean(line.TextContent)));
        Assert.Contains("This school takes no more forms for 2025-26", browser.Page.QuerySelector($"[data-application='{late}'] .next")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(browser.Page.QuerySelector(".due time")!.TextContent, browser.Page.QuerySelector($"[data-application='{ravi}'] .next")!.TextContent, StringComparison.Ordinal);
    }

    private static async Task<Actor> ActorAsync(TestApp app, string email)
    {
        var demo = DemoAccounts.Find(email)!;
        var account = await app.Services.GetRequiredService<AccountDesk>().SignInAsync(AccessSettings.EmbeddedIssuer, demo.Subject, demo.Name, email, None);
        return new Actor(account!.Value, demo.Role, demo.Scope, demo.Name);
    }
}
