using Vise.Data.Admissions;
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

        // what is cut off when it is too long is never half a character
        await browser.GoAsync(Paths.Withdraw(waiting));
        await browser.SendAsync(("reason", new string('x', 499) + "😀"));
        Assert.Equal("withdrawn " + new string('x', 499), await world.Database.ScalarAsync<string>(
            $"select concat_ws(' ', to_status, reason) from admissions.application_event where application_id = '{waiting}' order by event_id desc limit 1"));
    }

    [Fact]
    public async Task What_is_to_be_mended_in_returned_forms_is_asked_for_once_however_many_there_are()
    {
        await using var world = await DemoApp.StartAsync(cluster);
        var returned = new List<string>();
        foreach (var child in (string[])["Ravi Patil", "Asha Patil"])
        {
            var id = await world.ADraftAsync(null, ("child.name", child));
            await world.SubmitAsync(id);
            Assert.Null(await world.Review.StartReviewAsync(world.Clerk, id, null, CancellationToken.None));
            Assert.Null(await world.Review.ReturnAsync(world.Clerk, id, null, 7, [new FieldRemark("child.name", $"As on the certificate of {child}")], null, CancellationToken.None));
            returned.Add(id.Value);
        }

        var sent = await TestStatements.OfAsync(() => world.Browser.GoAsync(Paths.My));

        Assert.All(returned.Zip((string[])["Ravi", "Asha"]), form =>
            Assert.Contains($"As on the certificate of {form.Second}", world.Browser.Page.QuerySelector($"[data-application='{form.First}']")!.TextContent, StringComparison.Ordinal));
        Assert.Single(sent, statement => statement.Contains("correction", StringComparison.Ordinal) && statement.Contains("remark", StringComparison.Ordinal));
        Assert.DoesNotContain(sent, statement => statement.Contains("draft_field", StringComparison.Ordinal));
    }
}
