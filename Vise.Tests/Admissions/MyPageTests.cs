using Vise.Domain.Users;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>A family's own page: its children, what is due and until when.</summary>
public class MyPageTests(TestCluster cluster)
{
    [Fact]
    public async Task Each_child_has_its_applications_together_and_what_is_due_first_stands_first()
    {
        await using var world = await DemoApp.StartAsync(cluster);
        var ravi = await world.ADraftAsync(null, ("child.name", "Ravi Patil"));
        await world.SubmitAsync(ravi);
        await world.OfferAsync(ravi);
        var waiting = await world.ADraftAsync(null, ("child.name", "Asha Patil"));
        await world.SubmitAsync(waiting);
        var draft = await world.ADraftAsync(TestSchool.ClassTwo, null, ("child.name", "asha  patil"));
        var late = await world.ADraftAsync(TestSchool.ClassOne with { Branch = TestSchool.Haveli }, null, ("child.name", "Rani Patil"));
        await world.Database.ExecuteAsync("update admissions.cycle set closes_time = isolation.clock() - interval '1 minute' where branch_id = '272502'");

        var browser = world.Browser;
        await browser.GoAsync(Paths.My);

        Assert.Equal(["Ravi Patil", "asha patil", "Rani Patil"], browser.Page.QuerySelectorAll(".child > h2").Select(name => Typed.Clean(name.TextContent)));
        Assert.Equal([ravi.Value, draft.Value, waiting.Value, late.Value], browser.Page.QuerySelectorAll(".child [data-application]").Select(card => card.GetAttribute("data-application")));
        Assert.Equal(["offer", "draft", "submitted", "draft"], browser.Page.QuerySelectorAll(".child [data-status]").Select(chip => chip.GetAttribute("data-status")));
        Assert.Equal(["Ravi Patil: accept the offer", "asha patil: submit the form"], browser.Page.QuerySelectorAll(".due a").Select(line => Typed.Clean(line.TextContent)));
        Assert.Contains("This school takes no more forms for 2025-26", browser.Page.QuerySelector($"[data-application='{late}'] .next")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(browser.Page.QuerySelector(".due time")!.TextContent, browser.Page.QuerySelector($"[data-application='{ravi}'] .next")!.TextContent, StringComparison.Ordinal);
    }
}
