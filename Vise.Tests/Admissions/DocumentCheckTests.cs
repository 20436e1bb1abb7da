using Vise.Data.Admissions;
using Vise.Data.Admissions.Files;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Vise.Web.Admissions.Desk;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>A document that the branch can't use, and the one door by which the family replaces it though the form is handed in.</summary>
public class DocumentCheckTests(TestCluster cluster)
{
    private const string Kind = "birth_certificate";
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_refused_document_is_replaced_by_its_family_and_it_alone_and_the_form_waits_for_it()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var (id, refused) = await UnderReviewAsync(school);
        var other = await AddToAsync(school, await school.ADraftAsync(TestSchool.ClassTwo), "other");
        Assert.IsType<NoSuchStep>((await ReplaceAsync(school, id, refused)).Refusal);

        Assert.Null(await school.Checks.RefuseAsync(school.Clerk, id, refused, "unreadable", "  The date  of birth ", 5, None));

        Assert.Equal(new DocumentUnusable(Kind), await school.Review.AcceptAsync(school.Admin, id, null, None));
        var seen = Assert.Single((await school.Family.DraftAsync(school.Parent, id, None)).Value!.Documents).Refused!;
        Assert.Equal(("unreadable", "The date of birth", "Sunita"), (seen.Why, seen.Note, seen.Name));
        Assert.Equal(seen.Until, (await school.Family.MineAsync(school.Parent, None)).Single(card => card.Id == id).ReplaceBy);
        Assert.Empty(await WaitingAsync(school));

        // another kind, another's document, a page more, a clerk, another family: none of them
        var before = await school.VersionAsync(id);
        Assert.IsType<NoSuchStep>((await ReplaceAsync(school, id, refused, kind: "report_card")).Refusal);
        Assert.IsType<NoSuchStep>((await ReplaceAsync(school, id, other)).Refusal);
        Assert.IsType<NoSuchStep>((await ReplaceAsync(school, id, null)).Refusal);
        Assert.IsType<NoSuchStep>((await school.Documents.AddAsync(school.Parent, id, Kind, "a.pdf", Pdf("x"), None)).Refusal);
        Assert.IsType<NoSuchStep>(await school.Documents.RemoveAsync(school.Parent, id, refused, None));
        Assert.IsType<NoSuchStep>((await ReplaceAsync(school, id, refused, school.Clerk)).Refusal);
        Assert.IsType<NotFound>((await ReplaceAsync(school, id, refused, school.OtherParent)).Refusal);

        var replaced = (await ReplaceAsync(school, id, refused)).Value!;

        var row = Assert.Single((await school.Records.OpenAsync(school.Clerk, id, None)).Value!.Documents);
        Assert.Equal((replaced.DocumentId, true, (RefusedRow?)null), (row.DocumentId, row.IsReplaced, row.Refused));
        Assert.NotEqual(before, await school.VersionAsync(id));
        Assert.Equal([id], await WaitingAsync(school));
        Assert.Equal(1, await school.Enquiries.WaitingAsync(school.Clerk, TestSchool.Pune, None));
        Assert.IsType<NoSuchStep>((await ReplaceAsync(school, id, refused)).Refusal);
        Assert.IsType<NoSuchStep>((await ReplaceAsync(school, id, replaced.DocumentId)).Refusal);
        Assert.IsType<EditedByAnother>(await school.Review.AcceptAsync(school.Admin, id, before, None));
        Assert.IsType<DocumentUnverified>(await school.Review.AcceptAsync(school.Admin, id, null, None));
        Assert.Null(await school.Checks.VerifyAsync(school.Clerk, id, replaced.DocumentId, None));
        Assert.Empty(await WaitingAsync(school));
        Assert.Null(await school.Review.AcceptAsync(school.Admin, id, null, None));
        // who did what: put in, refused, replaced, taken out by that, verified
        Assert.Equal("Meera Sunita Meera Meera Sunita", await school.Database.ScalarAsync<string>(
            $"select string_agg(actor_name, ' ' order by trail_id) from admissions.trail where target = 'admissions.document' and application_id = '{id}'"));
    }

    [Fact]
    public async Task Only_the_branch_says_what_it_can_use_while_it_checks_the_form()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var (id, document) = await UnderReviewAsync(school);
        Task<Refusal?> RefuseAsync(Domain.Users.Actor by, string? why = "wrong", int days = 7) => school.Checks.RefuseAsync(by, id, document, why, null, days, None);

        Assert.IsType<Forbidden>(await RefuseAsync(school.Parent));
        Assert.IsType<NotFound>(await RefuseAsync(school.ForeignClerk));
        Assert.IsType<Forbidden>(await RefuseAsync(school.Officer));
        Assert.IsType<ReasonMissing>(await RefuseAsync(school.Clerk, ""));
        Assert.IsType<ReasonMissing>(await RefuseAsync(school.Clerk, "ugly"));
        Assert.IsType<DeadlineInvalid>(await RefuseAsync(school.Clerk, days: 0));
        Assert.IsType<DeadlineInvalid>(await RefuseAsync(school.Clerk, days: 61));
        Assert.IsType<NotFound>(await school.Checks.RefuseAsync(school.Clerk, id, Guid.NewGuid(), "wrong", null, 7, None));
        Assert.Null(await RefuseAsync(school.Clerk));
        Assert.IsType<Collided>(await RefuseAsync(school.Admin));
        // taken back by finding it in order after all
        Assert.Null(await school.Checks.VerifyAsync(school.Admin, id, document, None));
        Assert.Null(Assert.Single((await school.Family.DraftAsync(school.Parent, id, None)).Value!.Documents).Refused);
        Assert.IsType<NoSuchStep>((await ReplaceAsync(school, id, document)).Refusal);
        Assert.Null(await RefuseAsync(school.Clerk));
        Assert.Null(await school.Drafts.WithdrawAsync(school.Parent, id, null, "moved", None));
        Assert.IsType<NoSuchStep>((await ReplaceAsync(school, id, document)).Refusal);
        Assert.IsType<NoSuchStep>(await school.Checks.VerifyAsync(school.Clerk, id, document, None));

        var own = await UnderReviewAsync(school);
        await school.Database.ExecuteAsync($"update users.application set guardian_account_id = '{school.Clerk.Account}' where application_id = '{own.Id}'");
        Assert.IsType<OwnApplication>(await school.Checks.RefuseAsync(school.Clerk, own.Id, own.Document, "wrong", null, 7, None));
    }

    [Fact]
    public async Task A_refused_document_counts_for_nothing_when_a_returned_form_is_handed_in_again()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var (id, document) = await UnderReviewAsync(school);
        Assert.Null(await school.Checks.RefuseAsync(school.Clerk, id, document, "out-of-date", null, 7, None));
        Assert.Null(await school.Review.ReturnAsync(school.Clerk, id, null, 7, [new FieldRemark("child.name", "As on the certificate")], null, None));

        Assert.Equal([Kind], (await school.Family.DraftAsync(school.Parent, id, None)).Value!.DocumentsMissing);
        Assert.Equal("documents." + Kind, Assert.Single(Assert.IsType<FormIncomplete>(await school.Drafts.SubmitAsync(school.Parent, id, None)).Problems).Path);
        Assert.Null((await ReplaceAsync(school, id, document)).Refusal);
        Assert.Null(await school.Drafts.SubmitAsync(school.Parent, id, None));
        Assert.False(Assert.Single((await school.Family.DraftAsync(school.Parent, id, None)).Value!.Documents).IsReplacement);
    }

    [Fact]
    public async Task A_file_sent_piece_by_piece_takes_its_place_and_an_answer_that_was_lost_is_given_again()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        using var folder = new TestFolder();
        var objects = new DiskObjects(folder.Path);
        var documents = school.DocumentsIn(objects);
        var uploads = new UploadDesk(school.Branches, objects, documents, school.Codes);
        var id = await school.ADraftAsync(TestSchool.ClassTwo);
        var first = (await documents.AddAsync(school.Parent, id, Kind, "first.pdf", Pdf("first"), None)).Value!.DocumentId;
        Assert.Null(await school.Drafts.SubmitAsync(school.Parent, id, None));
        var better = "%PDF-1.7\nbetter"u8.ToArray();
        Assert.IsType<NoSuchStep>((await uploads.BeginAsync(school.Parent, id, Kind, first, "better.pdf", better.Length, None)).Refusal);
        Assert.Null(await school.Checks.RefuseAsync(school.Clerk, id, first, "page-missing", null, 7, None));
        Assert.IsType<NoSuchStep>((await uploads.BeginAsync(school.Parent, id, Kind, null, "better.pdf", better.Length, None)).Refusal);

        var upload = (await uploads.BeginAsync(school.Parent, id, Kind, first, "better.pdf", better.Length, None)).Value!.UploadId;
        Assert.Null((await uploads.AppendAsync(school.Parent, id, upload, 0, better.AsMemory(0, 8), None)).Refusal);
        var document = (await uploads.AppendAsync(school.Parent, id, upload, 8, better.AsMemory(8), None)).Value!.DocumentId;

        Assert.NotNull(document);
        Assert.Equal(document, (await uploads.StateAsync(school.Parent, id, upload, None)).Value!.DocumentId);
        Assert.True(Assert.Single((await school.Family.DraftAsync(school.Parent, id, None)).Value!.Documents, row => row.DocumentId == document).IsReplaced);
        // the old file goes with its document
        Assert.Single(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories));
        Assert.IsType<NoSuchStep>((await uploads.BeginAsync(school.Parent, id, Kind, first, "again.pdf", 10, None)).Refusal);
    }

    [Theory]
    [InlineData("en", "Please replace a document for Asha by", "Birth certificate. Reason: it can't be read")]
    [InlineData("hi", "एक दस्तावेज़ बदलें", "कारण: पढ़ा नहीं जा सकता")]
    [InlineData("mr", "एक कागदपत्र बदला", "कारण: ते वाचता येत नाही")]
    [InlineData("ta", "ஓர் ஆவணத்தை", "காரணம்: படிக்க இயலவில்லை")]
    public async Task The_family_is_told_which_document_why_and_until_when_and_not_what_the_clerk_added(string language, string subject, string body)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        var post = TestPost.To(school, mail);
        var (id, document) = await UnderReviewAsync(school);
        await post.CarryAllAsync();
        await post.AddressAsync("meera@school.test", language);

        Assert.Null(await school.Checks.RefuseAsync(school.Clerk, id, document, "unreadable", "Stamp of Asha's hospital", 7, None));
        await post.CarryAllAsync();

        var told = Assert.Single(mail.Taken());
        Assert.Contains(subject, told.Subject, StringComparison.Ordinal);
        Assert.Contains(body, told.TextBody, StringComparison.Ordinal);
        Assert.Contains($"https://vise.test/my/{id}", told.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("hospital", told.TextBody, StringComparison.Ordinal);
        Assert.Matches(language == "en" ? @"by \d\d [A-Z][a-z]{2} 20\d\d" : @"\d\d \S+ 20\d\d", told.Subject);
    }

    [Fact]
    public async Task A_family_is_reminded_once_of_the_day_and_not_told_of_what_it_has_replaced()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        var post = TestPost.To(school, mail);
        var (waits, quick) = (await UnderReviewAsync(school), await UnderReviewAsync(school));
        await post.CarryAllAsync();
        await post.AddressAsync("meera@school.test");
        foreach (var (id, document) in new[] { waits, quick })
        {
            Assert.Null(await school.Checks.RefuseAsync(school.Clerk, id, document, "wrong", null, 7, None));
        }

        Assert.Null((await ReplaceAsync(school, quick.Id, quick.Document)).Refusal);
        await post.CarryAllAsync();
        Assert.Contains($"/my/{waits.Id}", Assert.Single(mail.Taken()).TextBody, StringComparison.Ordinal);
        Assert.Equal("No longer so", await school.Database.ScalarAsync<string>($"select failure from admissions.outbox where payload ->> 'about' = 'document' and application_id = '{quick.Id}'"));

        await school.ShiftClockAsync("5 days");
        var desk = new ReminderDesk(school.Branches);
        Assert.Equal(1, (await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => desk.RemindAsync(3, None)))).Sum());
        await post.CarryAllAsync();
        Assert.Single(mail.Taken(), message => message.Subject!.StartsWith("Reminder: replace a document for Asha by", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Domain_and_database_agree_on_when_documents_are_checked()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync();
        foreach (var status in Enum.GetValues<ApplicationStatus>())
        {
            await school.Database.ExecuteAsync($"alter table users.application disable trigger user; update users.application set application_status = '{StatusNames.Of(status)}' where application_id = '{id}'; alter table users.application enable trigger user");

            Assert.Equal(Application.ChecksDocuments(status), await school.Database.ScalarAsync<bool>($"select admissions.checks_documents('272501', '{id}')"));
        }
    }

    internal static async Task<(ApplicationId Id, Guid Document)> UnderReviewAsync(TestSchool school)
    {
        var id = await school.ADraftAsync(TestSchool.ClassTwo);
        var document = await AddToAsync(school, id, "certificate");
        Assert.Null(await school.Drafts.SubmitAsync(school.Parent, id, None));
        Assert.Null(await school.Review.StartReviewAsync(school.Clerk, id, null, None));
        return (id, document);
    }

    private static async Task<Guid> AddToAsync(TestSchool school, ApplicationId id, string text) =>
        (await school.Documents.AddAsync(school.Parent, id, Kind, "certificate.pdf", Pdf(text), None)).Value!.DocumentId;

    private static Task<Outcome<DocumentRow>> ReplaceAsync(TestSchool school, ApplicationId id, Guid? document, Domain.Users.Actor? by = null, string kind = Kind) =>
        school.Documents.AddAsync(by ?? school.Parent, id, kind, "better.pdf", Pdf("better"), new PagePlace(document), null, None);

    private static MemoryStream Pdf(string text) => new(System.Text.Encoding.UTF8.GetBytes("%PDF-1.7\n" + text));

    private static async Task<IEnumerable<ApplicationId>> WaitingAsync(TestSchool school) =>
        (await school.Queue.PageAsync(school.Clerk, TestSchool.Pune, new QueueAddress(Asked: true).Filter, null, 50, None)).Rows.Select(row => row.Id);
}
