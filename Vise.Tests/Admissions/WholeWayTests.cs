using Vise.Data.Admissions;
using Vise.Data.Finance;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Admissions;

public class WholeWayTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_child_goes_the_whole_way_from_form_to_enrolment()
    {
        await using var school = await TestSchool.OpenAsync(cluster);

        var id = await school.AnApplicationAsync(ApplicationStatus.Enrolled);

        Assert.StartsWith("27250101" + "25A", id.Value, StringComparison.Ordinal);
        var card = Assert.Single(await school.Family.MineAsync(school.Parent, None));
        Assert.Equal(ApplicationStatus.Enrolled, card.Status);
        Assert.NotNull(card.EnrollmentId);
        var timeline = await school.Family.TimelineAsync(school.Parent, id, None);
        Assert.Equal(
            [ApplicationStatus.Draft, ApplicationStatus.Submitted, ApplicationStatus.Review, ApplicationStatus.Accepted, ApplicationStatus.Offer, ApplicationStatus.Fees, ApplicationStatus.Enrolled],
            timeline.Select(row => row.To));
        Assert.Equal("Asha Ramesh Patil", await school.Database.ScalarAsync<string>($"select name from users.student where enrollment_id = '{card.EnrollmentId}'"));
        Assert.Equal(1L, await school.Database.ScalarAsync<long>($"select count(*) from admissions.seat where application_id = '{id}'"));
    }

    [Fact]
    public async Task A_returned_form_carries_remarks_and_its_own_deadline()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Review);

        Assert.IsType<RemarkMissing>(await school.Review.ReturnAsync(school.Clerk, id, null, 7, [new FieldRemark("child.name", "  ")], null, None));
        Assert.Null(await school.Review.ReturnAsync(school.Clerk, id, null, 7, [new FieldRemark("child.name", "As on the certificate, please")], null, None));

        var draft = (await school.Family.DraftAsync(school.Parent, id, None)).Value!;
        Assert.Equal("As on the certificate, please", draft.Remarks["child.name"]);
        Assert.NotNull(draft.Card.CorrectionDueTime);
        await school.ShiftClockAsync("400 days");
        Assert.Equal(draft.Card.CorrectionDueTime, Assert.IsType<CorrectionLapsed>(await school.Drafts.SubmitAsync(school.Parent, id, None)).Deadline);
        await school.ShiftClockAsync("0 days");
        Assert.Null(await school.Drafts.SubmitAsync(school.Parent, id, None));
        Assert.Empty((await school.Family.DraftAsync(school.Parent, id, None)).Value!.Remarks);
    }

    [Fact]
    public async Task A_closed_cycle_takes_no_form()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync();

        await school.ShiftClockAsync("100 days");

        Assert.IsType<CycleClosed>(await school.Drafts.SubmitAsync(school.Parent, id, None));
        Assert.IsType<ChoiceNotOpen>((await school.Drafts.StartAsync(school.Parent, TestSchool.ClassOne, [], None)).Refusal);
        Assert.Equal("draft", await school.StatusAsync(id));
    }

    [Fact]
    public async Task An_expired_offer_cannot_be_taken_up()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Offer);

        await school.ShiftClockAsync("9 days");

        Assert.IsType<OfferLapsed>(await school.Offers.TakeOfferAsync(school.Parent, id, null, None));
        Assert.Equal("offer", await school.StatusAsync(id));
    }

    [Fact]
    public async Task Withdrawing_frees_the_seat()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Offer);

        Assert.Null(await school.Drafts.WithdrawAsync(school.Parent, id, null, "moving to Nagpur", None));

        Assert.Equal("withdrawn", await school.StatusAsync(id));
        Assert.Equal(0L, await school.Database.ScalarAsync<long>($"select count(*) from admissions.seat where application_id = '{id}'"));
        Assert.IsType<NoSuchStep>(await school.Drafts.SubmitAsync(school.Parent, id, None));
    }

    [Fact]
    public async Task A_family_cannot_take_a_seat_for_itself_in_the_database()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Accepted);

        await school.Database.ExecuteAsync(
            $"begin; set local role vise_family; set local vise.account = '{school.Parent.Account}'; update admissions.seat set application_id = '{id}' where branch_id = '272501' and application_id is null; commit",
            school.Database.AppConnection);

        Assert.Equal(0L, await school.Database.ScalarAsync<long>($"select count(*) from admissions.seat where application_id = '{id}'"));
    }

    [Fact]
    public async Task Seats_run_out_and_the_next_child_gets_none()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Accepted);
        await school.Database.ExecuteAsync("delete from admissions.seat where branch_id = '272501' and class_code = '01' and quota = 'open'");

        Assert.IsType<NoSeatFree>(await school.Offers.IssueOfferAsync(school.Admin, id, null, null, None));
    }

    [Fact]
    public async Task Documents_asked_for_must_be_there_and_verified()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync(TestSchool.ClassTwo);

        var incomplete = Assert.IsType<FormIncomplete>(await school.Drafts.SubmitAsync(school.Parent, id, None));
        Assert.Equal("documents.birth_certificate", Assert.Single(incomplete.Problems).Path);
        var exe = await school.Documents.AddAsync(school.Parent, id, "birth_certificate", "certificate.pdf", new MemoryStream([.. "MZ\x90 this is a program"u8]), None);
        Assert.Equal("WrongType", Assert.IsType<DocumentRefused>(exe.Refusal).Why);
        var large = await school.Documents.AddAsync(school.Parent, id, "birth_certificate", "certificate.pdf", new MemoryStream([.. "%PDF-1.7\n"u8, .. new byte[20 * 1024 * 1024]]), None);
        Assert.Equal("TooLarge", Assert.IsType<DocumentRefused>(large.Refusal).Why);

        var taken = await school.Documents.AddAsync(school.Parent, id, "birth_certificate", @"C:\scans\certificate.pdf", new MemoryStream([.. "%PDF-1.7\nreal"u8]), None);
        Assert.Equal("certificate.pdf", taken.Value!.FileName);
        Assert.Null(await school.Drafts.SubmitAsync(school.Parent, id, None));
        Assert.Null(await school.Review.StartReviewAsync(school.Clerk, id, null, None));
        Assert.IsType<DocumentUnverified>(await school.Review.AcceptAsync(school.Admin, id, null, None));
        Assert.Null(await school.Checks.VerifyAsync(school.Clerk, id, taken.Value.DocumentId, None));
        Assert.Null(await school.Review.AcceptAsync(school.Admin, id, null, None));
        Assert.IsType<NotFound>((await school.Documents.OpenAsync(school.ForeignClerk, id, taken.Value.DocumentId, None)).Refusal);
        Assert.IsType<NotFound>((await school.Documents.OpenAsync(school.OtherParent, id, taken.Value.DocumentId, None)).Refusal);
        await using var content = (await school.Documents.OpenAsync(school.Clerk, id, taken.Value.DocumentId, None)).Value!.Content;
        Assert.Equal("%PDF-1.7\nreal", await new StreamReader(content).ReadToEndAsync(None));
    }

    [Fact]
    public async Task A_payment_is_never_more_than_what_is_due_and_enrolment_waits_for_it()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Fees);

        Assert.Equal(125000, Assert.IsType<FeesUnpaid>(await school.Enrolment.EnrolAsync(school.Admin, id, null, None)).RestPaise);
        Assert.IsType<AmountInvalid>((await school.Payments.RecordAsync(school.Clerk, id, null, new CounterPayment(125001, "cash", null), None)).Refusal);
        var first = await school.Payments.RecordAsync(school.Clerk, id, null, new CounterPayment(100000, "upi", "T123"), None);
        Assert.Equal((1, 25000), (first.Value!.ReceiptNo, first.Value.RestPaise));
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => school.Payments.RecordAsync(school.Clerk, id, null, new CounterPayment(25000, "cash", null), None)));
        Assert.Single(both, outcome => outcome.Value is { ReceiptNo: 2, RestPaise: 0 });
        Assert.Null(await school.Enrolment.EnrolAsync(school.Admin, id, null, None));
    }

    [Fact]
    public async Task Two_people_who_decide_at_once_make_one_decision()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        for (var round = 0; round < 10; round++)
        {
            var id = await school.AnApplicationAsync(ApplicationStatus.Review);
            var seen = await school.VersionAsync(id);

            var both = await Task.WhenAll(
                school.Review.AcceptAsync(school.Admin, id, seen, None),
                school.Review.RejectAsync(school.SecondAdmin, id, seen, "outside the area", None));

            Assert.Single(both, refusal => refusal is null);
            var collision = Assert.Single(both.OfType<EditedByAnother>());
            Assert.Contains(collision.Theirs, (string[])["accepted", "rejected"]);
            Assert.NotEqual(collision.Mine, collision.Theirs);
            Assert.Equal(1L, await school.Database.ScalarAsync<long>($"select count(*) from admissions.application_event where application_id = '{id}' and from_status = 'review'"));
        }
    }

    [Fact]
    public async Task A_submit_that_is_clicked_twice_submits_once()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync();

        var both = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => school.Drafts.SubmitAsync(school.Parent, id, None)));

        Assert.Single(both, refusal => refusal is null);
        Assert.Equal(1L, await school.Database.ScalarAsync<long>($"select count(*) from admissions.application_event where application_id = '{id}' and to_status = 'submitted'"));
    }

    [Fact]
    public async Task Nobody_decides_on_an_application_of_the_own_account()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Submitted);
        var clerkAndParent = school.Clerk with { Account = school.Parent.Account };
        await school.Database.ExecuteAsync($"insert into users.access_grant (account_id, role, scope) values ('{school.Parent.Account}', 'Clerk', '272501')");

        Assert.IsType<OwnApplication>(await school.Review.StartReviewAsync(clerkAndParent, id, null, None));
    }

    [Fact]
    public async Task Every_failing_step_leaves_no_trace()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Submitted);
        var before = await school.Database.ScalarAsync<long>("select count(*) from admissions.application_event");

        Assert.IsType<NoSuchStep>(await school.Review.AcceptAsync(school.Admin, id, null, None));
        Assert.IsType<Forbidden>(await school.Review.AcceptAsync(school.Clerk, id, null, None));
        Assert.IsType<ReasonMissing>(await school.Drafts.WithdrawAsync(school.Parent, id, null, " ", None));

        Assert.Equal(before, await school.Database.ScalarAsync<long>("select count(*) from admissions.application_event"));
        Assert.Equal("submitted", await school.StatusAsync(id));
    }
}
