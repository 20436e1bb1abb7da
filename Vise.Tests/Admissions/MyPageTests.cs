using Vise.Data.Admissions;
using Vise.Data.Finance;
using Vise.Domain.Admissions;
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

    [Theory]
    [InlineData(Languages.English, "₹\u00A0999.50 of the fee is paid. Pay the remaining ₹\u00A0250.50 at the school office by ", ": pay the remaining ₹\u00A0250.50")]
    [InlineData(Languages.Hindi, "शेष ₹\u00A0250.50 ", ": शेष ₹\u00A0250.50 जमा करें")]
    [InlineData(Languages.Marathi, "बाकी ₹\u00A0250.50 ", ": बाकी ₹\u00A0250.50 भरा")]
    [InlineData(Languages.Tamil, "மீதம் ₹\u00A0250.50-ஐ ", ": மீதம் ₹\u00A0250.50 செலுத்தவும்")]
    public async Task After_a_part_payment_each_page_says_what_is_paid_and_what_remains(string language, string next, string due)
    {
        await using var world = await DemoApp.StartAsync(cluster);
        await world.Browser.SendAsync(("language", language));
        var (id, other) = (await world.ADraftAsync(), await world.ADraftAsync(TestSchool.ClassTwo));
        await world.SubmitAsync(id);
        await world.OfferAsync(id);
        Assert.Null(await world.Of<OfferDesk>().TakeOfferAsync(world.Parent, id, null, CancellationToken.None));
        Assert.Null((await world.Of<PaymentDesk>().RecordAsync(world.Clerk, id, null, new CounterPayment(99950, "cash", null), CancellationToken.None)).Refusal);

        await world.Browser.GoAsync(Paths.MyApplication(id));
        Assert.Contains(next, world.Browser.Page.QuerySelector(".next")!.TextContent, StringComparison.Ordinal);
        var facts = world.Browser.Page.QuerySelectorAll(".child-card .facts dd").Select(fact => fact.TextContent).ToList();
        Assert.Equal(["₹\u00A01,250", "₹\u00A0999.50", "₹\u00A0250.50"], facts.Where(fact => fact.StartsWith('₹')));
        await world.Browser.GoAsync(Paths.My);
        Assert.Contains(next, world.Browser.Page.QuerySelector($"[data-application='{id}'] .next")!.TextContent, StringComparison.Ordinal);
        Assert.Single(world.Browser.Page.QuerySelectorAll(".due a"), line => line.TextContent.EndsWith(due, StringComparison.Ordinal));

        // the rest paid, nobody is asked for anything
        Assert.Null((await world.Of<PaymentDesk>().RecordAsync(world.Clerk, id, null, new CounterPayment(25050, "cash", null), CancellationToken.None)).Refusal);
        await world.Browser.GoAsync(Paths.My);
        Assert.Equal([Paths.MyApplication(other)], world.Browser.Page.QuerySelectorAll(".next.yours").Select(line => Paths.MyApplication(ApplicationId.Parse(line.Closest("[data-application]")!.GetAttribute("data-application")!))));
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
