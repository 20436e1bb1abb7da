using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Admissions.Desk;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>The decision bar and a row of the queue, without a database.</summary>
public sealed class DeskDecisionTests : BunitContext
{
    private static readonly ApplicationId Id = ApplicationId.Parse("2725010125A00011");
    private static readonly DateTimeOffset Now = new(2025, 4, 9, 6, 0, 0, TimeSpan.Zero);
    private static readonly Guid Family = Guid.NewGuid();

    public DeskDecisionTests() => Services.AddLocalization();

    [Theory]
    [InlineData(ApplicationStatus.Draft, Role.Clerk, "")]
    [InlineData(ApplicationStatus.Draft, Role.BranchAdmin, "Withdraw")]
    [InlineData(ApplicationStatus.Submitted, Role.Clerk, "StartReview! Verify Refuse")]
    [InlineData(ApplicationStatus.Submitted, Role.BranchAdmin, "StartReview! Verify Refuse Withdraw")]
    [InlineData(ApplicationStatus.Review, Role.Clerk, "Verify! Refuse Return")]
    [InlineData(ApplicationStatus.Review, Role.BranchAdmin, "Verify! Refuse Accept Return Reject Withdraw")]
    [InlineData(ApplicationStatus.Accepted, Role.Clerk, "")]
    [InlineData(ApplicationStatus.Accepted, Role.BranchAdmin, "Offer! Reject Withdraw")]
    [InlineData(ApplicationStatus.Offer, Role.Clerk, "TakeUp!")]
    [InlineData(ApplicationStatus.Offer, Role.BranchAdmin, "TakeUp! Withdraw")]
    [InlineData(ApplicationStatus.Fees, Role.Clerk, "Pay!")]
    [InlineData(ApplicationStatus.Fees, Role.BranchAdmin, "Pay! Withdraw")]
    [InlineData(ApplicationStatus.Enrolled, Role.BranchAdmin, "")]
    [InlineData(ApplicationStatus.Rejected, Role.BranchAdmin, "")]
    [InlineData(ApplicationStatus.Withdrawn, Role.BranchAdmin, "")]
    [InlineData(ApplicationStatus.Expired, Role.BranchAdmin, "")]
    [InlineData(ApplicationStatus.Review, Role.DistrictOfficer, "")]
    [InlineData(ApplicationStatus.Review, Role.SystemAdmin, "")]
    public void The_bar_offers_what_status_and_role_allow(ApplicationStatus status, Role role, string expected) =>
        Assert.Equal(expected, Said(Decisions.For(ARecord(status), Person(role))));

    [Fact]
    public void Once_every_document_is_verified_accepting_is_the_likely_step() =>
        Assert.Equal("Accept! Refuse Return Reject Withdraw", Said(Decisions.For(ARecord(ApplicationStatus.Review, verified: true), Person(Role.BranchAdmin))));

    [Fact]
    public void While_a_document_stands_refused_nothing_is_likely_and_it_can_still_be_verified()
    {
        var record = ARecord(ApplicationStatus.Review, verified: true);
        var refused = record.Documents[0] with { VerifiedTime = null, Refused = new RefusedRow("wrong", null, Now.AddDays(7), Now, "Sunita Pawar") };
        Assert.Equal("Verify Accept Return Reject Withdraw", Said(Decisions.For(record with { Documents = [refused] }, Person(Role.BranchAdmin))));
        // one that nobody looked at comes first; a refused one that isn't asked for counts too
        var other = record.Documents[0] with { DocumentId = Guid.NewGuid(), Kind = "photo", VerifiedTime = null };
        Assert.Equal(other, Decisions.Unverified(record with { Documents = [refused, other] }));
        Assert.Equal("Verify Refuse Accept Return Reject Withdraw", Said(Decisions.For(record with { Documents = [record.Documents[0], refused with { Kind = "photo" }] }, Person(Role.BranchAdmin))));
    }

    [Fact]
    public void A_fee_paid_in_full_leads_to_enrolment_and_takes_no_more_money()
    {
        var paid = ARecord(ApplicationStatus.Fees, paidPaise: 125000);
        Assert.Equal("Enrol! Withdraw", Said(Decisions.For(paid, Person(Role.BranchAdmin))));
        Assert.Equal("", Said(Decisions.For(paid, Person(Role.Clerk))));
        Assert.Equal("Pay! Withdraw", Said(Decisions.For(ARecord(ApplicationStatus.Fees, paidPaise: 100000), Person(Role.BranchAdmin))));
    }

    [Fact]
    public void Without_a_free_seat_the_offer_is_not_the_likely_step() =>
        Assert.Equal("Offer Reject Withdraw", Said(Decisions.For(ARecord(ApplicationStatus.Accepted, seats: 0), Person(Role.BranchAdmin))));

    [Fact]
    public void A_clerk_withdraws_a_walk_in_draft_only() =>
        Assert.Equal("Withdraw", Said(Decisions.For(ARecord(ApplicationStatus.Draft) with { Family = null }, Person(Role.Clerk))));

    [Fact]
    public void Nobody_decides_on_an_application_of_their_own_account() =>
        Assert.Empty(Decisions.For(ARecord(ApplicationStatus.Review), Person(Role.BranchAdmin) with { Account = Family }));

    [Fact]
    public void The_likely_step_is_filled_and_every_step_but_withdrawing_shows_its_key()
    {
        DeskStep? chosen = null;
        var bar = Render<DecisionBar>(p => p.Add(b => b.Decisions, Decisions.For(ARecord(ApplicationStatus.Review, verified: true), Person(Role.BranchAdmin)))
            .Add(b => b.OnChoose, EventCallback.Factory.Create<DeskStep>(this, step => chosen = step)));
        Assert.Equal("Accept", Assert.Single(bar.FindAll(".button-primary")).GetAttribute("data-step"));
        Assert.Equal("a n r x ", string.Join(' ', bar.FindAll("button").Select(button => button.GetAttribute("data-key"))));
        bar.Find("[data-step=Reject]").Click();
        Assert.Equal(DeskStep.Reject, chosen);
    }

    [Fact]
    public void While_a_step_is_at_work_no_button_can_be_pressed()
    {
        var bar = Render<DecisionBar>(p => p.Add(b => b.Decisions, Decisions.For(ARecord(ApplicationStatus.Submitted), Person(Role.Clerk))).Add(b => b.Busy, true));
        Assert.All(bar.FindAll("button"), button => Assert.True(button.HasAttribute("disabled")));
    }

    [Fact]
    public void A_refusal_is_said_as_an_alert()
    {
        var bar = Render<DecisionBar>(p => p.Add(b => b.Decisions, []).Add(b => b.Refused, "Write the reason."));
        Assert.Equal("Write the reason.", bar.Find("[role=alert]").TextContent.Trim());
    }

    [Theory]
    [InlineData("1250", 125000L)]
    [InlineData("1,25,000.50", 12500050L)]
    [InlineData("₹ 10", 1000L)]
    [InlineData("10.505", null)]
    [InlineData("-5", null)]
    [InlineData("ten", null)]
    [InlineData("", null)]
    public void Rupees_as_typed_become_paise(string typed, long? paise) => Assert.Equal(paise, DecisionForm.PaiseOf(typed));

    [Fact]
    public void A_row_shows_the_id_in_fours_and_how_long_it_has_not_moved()
    {
        ApplicationId? selected = null;
        var line = Render<QueueLine>(p => p.Add(l => l.Row, ARow(ApplicationStatus.Submitted)).Add(l => l.Now, Now).Add(l => l.Zone, Formats.India)
            .Add(l => l.ClassName, "Class 1").Add(l => l.School, "Savitribai Phule Vidyalaya").Add(l => l.Selected, true)
            .Add(l => l.OnSelect, EventCallback.Factory.Create<ApplicationId>(this, id => selected = id)));
        Assert.Equal(["2725", "0101", "25A0", "0011"], line.FindAll(".id-text span").Select(four => four.TextContent));
        Assert.Equal("/desk/2725010125A00011", line.Find("a").GetAttribute("href"));
        Assert.Equal("9 days", line.Find(".age-long").TextContent);
        Assert.Equal("true", line.Find("tr").GetAttribute("aria-selected"));
        line.Find("tr").Click();
        Assert.Equal(Id, selected);
    }

    [Fact]
    public void A_closed_application_waits_for_nobody() =>
        Assert.Empty(Render<QueueLine>(p => p.Add(l => l.Row, ARow(ApplicationStatus.Enrolled)).Add(l => l.Now, Now).Add(l => l.Zone, Formats.India)
            .Add(l => l.ClassName, "").Add(l => l.School, "")).FindAll(".age"));

    [Fact]
    public void The_queues_place_is_in_its_address_and_read_back()
    {
        var place = new QueueAddress(BranchId.Parse("272501"), ApplicationStatus.Review, "01", "Asha & Om", new QueueCursor(Now, Id));
        var query = System.Web.HttpUtility.ParseQueryString(place.ToString().Split('?')[1]);
        Assert.Equal(place, QueueAddress.Of(query["branch"], query["status"], query["class"], query["q"], query["after"]));
        Assert.Equal(new QueueAddress(), QueueAddress.Of("x", "none", " ", "", "12.wrong"));
    }

    private static string Said(IEnumerable<Decision> decisions) => string.Join(' ', decisions.Select(decision => decision.Step + (decision.Likely ? "!" : "")));

    private static Actor Person(Role role) => new(Guid.NewGuid(), role, Scope.Parse("272501"), "Sunita Pawar");

    private static QueueRow ARow(ApplicationStatus status) =>
        new(Id, "Asha Patil", status, "01", "SB", "01", AcademicYear.Parse("2025-26"), Now.AddDays(-9), Now.AddDays(-10), null, 1);

    private static ApplicationRecord ARecord(ApplicationStatus status, bool verified = false, long paidPaise = 0, int seats = 3) => new(
        new FamilyCard(Id, "Asha Patil", new SchoolChoice(Id.Branch, "01", AcademicYear.Parse("2025-26"), "SB", "GEN", "01"), status, 1, Now, Now, null, null, null, null, null, null),
        null,
        Family,
        new Dictionary<string, string>(),
        new Dictionary<string, string>(),
        [new DocumentRow(Guid.NewGuid(), "birth_certificate", "a.pdf", "application/pdf", 1000, Now, verified ? Now : null, verified ? "Sunita Pawar" : null)],
        ["birth_certificate"],
        [],
        paidPaise > 0 ? [new PaymentRow(1, paidPaise, "cash", null, Now, "Sunita Pawar")] : [],
        125000,
        seats,
        Now);
}
