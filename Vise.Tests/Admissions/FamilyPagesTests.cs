using System.Net;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Tests.Access;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Admissions.Family;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>The family's pages as a browser without script sees them.</summary>
public class FamilyPagesTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_second_submit_lands_on_the_acknowledgement()
    {
        await using var door = await DemoApp.StartAsync(cluster);
        var id = await door.ADraftAsync();

        using var second = new PlainBrowser(door.App.Address);
        await second.SignInAsync(DemoApp.ParentEmail, DemoAccounts.Password, FormSteps.PathOf(id, FormStep.Review));
        await SubmitAsync(door, id);
        await second.SendAsync(("_handler", "submit"));

        Assert.Equal(Paths.Acknowledgement(id), second.At.AbsolutePath);
        Assert.Equal(Paths.Acknowledgement(id), door.Browser.At.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, door.Browser.Status);
        Assert.Contains("Asha Ramesh Patil", door.Browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submitting_a_withdrawn_draft_is_refused_in_words()
    {
        await using var door = await DemoApp.StartAsync(cluster);
        var id = await door.ADraftAsync();
        await door.Browser.GoAsync(FormSteps.PathOf(id, FormStep.Review));
        Assert.Null(await door.Drafts.WithdrawAsync(door.Parent, id, null, "We move", None));

        await door.Browser.SendAsync(("_handler", "submit"));

        Assert.Equal(HttpStatusCode.Conflict, door.Browser.Status);
        Assert.Contains("This application was withdrawn, so it can't be handed in.", door.Browser.Page.QuerySelector("#refused")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_offer_taken_up_is_refused_in_words()
    {
        await using var door = await DemoApp.StartAsync(cluster);
        var id = await door.ADraftAsync();
        await SubmitAsync(door, id);
        await door.OfferAsync(id);
        await door.Browser.GoAsync(Paths.MyApplication(id));
        await door.ShiftClockAsync("9 days");

        await door.Browser.SendAsync(("version", door.Browser.Page.QuerySelector("[name=version]")!.GetAttribute("value")!));

        Assert.Equal(HttpStatusCode.Conflict, door.Browser.Status);
        Assert.Contains("The offer ended on", door.Browser.Page.QuerySelector("#refused")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_offer_is_taken_up_and_the_fee_is_shown()
    {
        await using var door = await DemoApp.StartAsync(cluster);
        var id = await door.ADraftAsync();
        await SubmitAsync(door, id);
        await door.OfferAsync(id);
        await door.Browser.GoAsync(Paths.MyApplication(id));

        await door.Browser.SendAsync(("version", door.Browser.Page.QuerySelector("[name=version]")!.GetAttribute("value")!));

        Assert.Equal(Paths.MyApplication(id), door.Browser.At.AbsolutePath);
        Assert.NotNull(door.Browser.Page.QuerySelector("[data-status=fees]"));
        Assert.Contains("₹\u00A01,250", door.Browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_returned_form_shows_what_to_mend_and_until_when()
    {
        await using var door = await DemoApp.StartAsync(cluster);
        var id = await door.ADraftAsync();
        await SubmitAsync(door, id);
        Assert.Null(await door.Review.StartReviewAsync(door.Clerk, id, null, None));
        Assert.Null(await door.Review.ReturnAsync(door.Clerk, id, null, 7, [new FieldRemark("child.name", "As on the certificate, please")], null, None));

        await door.Browser.GoAsync(FormSteps.PathOf(id, FormStep.Child));

        Assert.Contains("As on the certificate, please", door.Browser.Page.QuerySelector("[data-ask='child.name'] .remark")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("submit it again by", door.Browser.Page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);

        // once the day has passed, no page asks for what can't be done any more, and each says what can
        await door.Browser.GoAsync(FormSteps.PathOf(id, FormStep.Review));
        await door.ShiftClockAsync("9 days");
        await door.Browser.SendAsync(("_handler", "submit"));

        Assert.Equal(HttpStatusCode.Conflict, door.Browser.Status);
        Assert.Contains("The time to correct this form ended on", door.Browser.Page.QuerySelector("#refused")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("The time to correct this form ended on", door.Browser.Page.QuerySelector(".notice.marigold")!.TextContent, StringComparison.Ordinal);
        Assert.Null(door.Browser.Page.QuerySelector("[data-hands-in] button"));
        await door.Browser.GoAsync(Paths.MyApplication(id));
        Assert.Contains("apply anew with these answers", door.Browser.Page.QuerySelector(".next")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(Paths.ApplyInSchool(id), door.Browser.Page.QuerySelector(".child-card .button-primary")!.GetAttribute("href"));
        Assert.NotNull(door.Browser.Page.QuerySelector("#questions"));
        ApplicationId[] open = [await door.ADraftAsync(), await door.ADraftAsync(TestSchool.ClassTwo)];
        await door.Browser.GoAsync(Paths.My);
        Assert.Equal(open.Select(Paths.MyApplication).Order(StringComparer.Ordinal), door.Browser.Page.QuerySelectorAll(".due a").Select(line => line.GetAttribute("href")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_typed_wrong_is_kept_and_said()
    {
        await using var door = await DemoApp.StartAsync(cluster);
        var id = await door.ADraftAsync();
        await door.Browser.GoAsync(FormSteps.PathOf(id, FormStep.Address));
        var revision = door.Browser.Page.QuerySelector("[name='address.permanent.pinCode.rev']")!.GetAttribute("value")!;

        await door.Browser.SendAsync(("address.permanent.pinCode", "0123"), ("address.permanent.line", "आंबेडकर मार्ग"), ("address.permanent.pinCode.rev", revision), ("then", "next"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, door.Browser.Status);
        Assert.StartsWith("Error:", door.Browser.Page.Title, StringComparison.Ordinal);
        var draft = (await door.Family.DraftAsync(door.Parent, id, None)).Value!;
        Assert.Equal("0123", draft.Fields["address.permanent.pinCode"].Value);
        Assert.Equal("आंबेडकर मार्ग", draft.Fields["address.permanent.line"].Value);
    }

    [Fact]
    public async Task Another_devices_change_is_shown_and_never_overwritten_unasked()
    {
        await using var door = await DemoApp.StartAsync(cluster);
        var id = await door.ADraftAsync();
        await door.Browser.GoAsync(FormSteps.PathOf(id, FormStep.Address));
        await door.Drafts.SaveAsync(door.Parent, id, [new FieldEdit("address.permanent.line", "Theirs", 1)], None);
        (string, string)[] mine = [("address.permanent.line", "Mine"), ("address.permanent.locality", "Pune"), ("address.permanent.pinCode", "411030"), ("address.presentIsSame", "yes"), ("then", "next")];

        await door.Browser.SendAsync(mine);
        Assert.Equal(HttpStatusCode.Conflict, door.Browser.Status);
        Assert.Equal("Theirs", door.Browser.Page.QuerySelector("[data-theirs]")!.TextContent);
        await door.Browser.SendAsync(mine);
        Assert.Equal(HttpStatusCode.Conflict, door.Browser.Status);
        Assert.Equal("Theirs", (await door.Family.DraftAsync(door.Parent, id, None)).Value!.Fields["address.permanent.line"].Value);
        await door.Browser.SendAsync([.. mine, ("address.permanent.line.keep", "mine")]);

        Assert.Equal(FormSteps.PathOf(id, FormStep.Siblings), door.Browser.At.AbsolutePath);
        Assert.Equal("Mine", (await door.Family.DraftAsync(door.Parent, id, None)).Value!.Fields["address.permanent.line"].Value);
    }

    [Fact]
    public async Task Another_familys_application_is_not_there()
    {
        await using var door = await DemoApp.StartAsync(cluster);
        var id = await door.ADraftAsync();
        using var other = new PlainBrowser(door.App.Address);
        await other.SignInAsync("parent2@demo.vise", DemoAccounts.Password, Paths.My);

        foreach (var path in (string[])[Paths.MyApplication(id), FormSteps.PathOf(id, FormStep.Child), FormSteps.PathOf(id, FormStep.Documents), FormSteps.PathOf(id, FormStep.Review), Paths.Acknowledgement(id), Paths.Withdraw(id)])
        {
            await other.GoAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, other.Status);
        }
    }

    [Fact]
    public async Task Choosing_another_school_copies_the_answers_but_not_those_about_the_school_or_the_consent()
    {
        await using var door = await DemoApp.StartAsync(cluster);
        var id = await door.ADraftAsync();
        var choice = "&state=27&district=2725&branch=272501&school=27250101&session=2025-26&programme=SB&department=GEN&class=02";

        await door.Browser.GoAsync(Paths.ApplyWithCopy(id) + choice);
        await door.Browser.SendAsync(("_handler", "start"));

        Assert.True(ApplicationId.TryParse(door.Browser.At.Segments[2].Trim('/'), out var copy), door.Browser.At.AbsolutePath);
        Assert.NotEqual(id, copy);
        var fields = (await door.Family.DraftAsync(door.Parent, copy, None)).Value!.Fields;
        Assert.Equal("Asha Ramesh Patil", fields["child.name"].Value);
        Assert.Equal("9999 9999 0019", fields["child.aadhaar"].Value);
        Assert.DoesNotContain(fields.Keys, path => path.StartsWith("sought.", StringComparison.Ordinal) || path.StartsWith("consent.", StringComparison.Ordinal));
        using var stranger = new PlainBrowser(door.App.Address);
        await stranger.SignInAsync("parent2@demo.vise", DemoAccounts.Password, Paths.My);
        await stranger.GoAsync(Paths.ApplyWithCopy(id) + choice);
        Assert.Null(stranger.Page.QuerySelector("[name=from]"));
        Assert.DoesNotContain("Asha", stranger.Text, StringComparison.Ordinal);
    }

    private static async Task SubmitAsync(DemoApp door, ApplicationId id)
    {
        await door.Browser.GoAsync(FormSteps.PathOf(id, FormStep.Review));
        await door.Browser.SendAsync(("_handler", "submit"));
    }
}
