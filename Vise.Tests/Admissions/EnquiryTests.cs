using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Vise.Web.Admissions.Desk;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>Questions of a family to the branch, and the branch's answers.</summary>
public class EnquiryTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_family_asks_the_branch_answers_once_and_the_queue_finds_what_waits()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var (asking, quiet) = (await school.AnApplicationAsync(ApplicationStatus.Review), await school.AnApplicationAsync(ApplicationStatus.Review));

        Assert.Null(await school.Enquiries.AskAsync(school.Parent, asking, " When does\r\n\r\n\r\nschool  begin? ", None));
        Assert.Null(await school.Enquiries.AskAsync(school.Parent, asking, "When does\n\nschool begin?", None));

        var asked = Assert.Single(await school.Enquiries.OfAsync(school.Parent, asking, None));
        Assert.Equal(("When does\n\nschool begin?", "Meera", true), (asked.Question, asked.AskerName, asked.IsOpen));
        Assert.Equal([asking], await WaitingAsync(school));
        Assert.Equal(1, await school.Enquiries.WaitingAsync(school.Clerk, TestSchool.Pune, None));
        Assert.Empty(await school.Enquiries.OfAsync(school.Parent, quiet, None));

        Assert.Null(await school.Enquiries.AnswerAsync(school.Clerk, asking, asked.Id, "On 15 June, at 8.", None));
        Assert.Equal(new EditedByAnother("In July", "On 15 June, at 8."), await school.Enquiries.AnswerAsync(school.Admin, asking, asked.Id, "In July", None));

        var row = Assert.Single((await school.Records.OpenAsync(school.Admin, asking, None)).Value!.Enquiries);
        Assert.Equal(("On 15 June, at 8.", "Sunita", false), (row.Answer, row.AnswererName, row.IsOpen));
        Assert.Empty(await WaitingAsync(school));
        Assert.Equal(0, await school.Enquiries.WaitingAsync(school.Clerk, TestSchool.Pune, None));
        Assert.Equal("Clerk Parent", await school.Database.ScalarAsync<string>("select string_agg(actor_role, ' ' order by actor_role) from admissions.trail where target = 'admissions.enquiry'"));
        Assert.Equal(new QueueAddress(Asked: true), QueueAddress.Of(null, "asked", null, null, null));
    }

    [Fact]
    public async Task The_family_is_told_of_an_answer_in_its_language_and_not_what_it_says()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        var post = TestPost.To(school, mail);
        var id = await school.AnApplicationAsync(ApplicationStatus.Submitted);
        await post.CarryAllAsync();
        await post.AddressAsync("meera@school.test", "hi");

        Assert.Null(await school.Enquiries.AskAsync(school.Parent, id, "Is there a bus to Aundh?", None));
        Assert.Null(await school.Enquiries.AnswerAsync(school.Clerk, id, (await school.Enquiries.OfAsync(school.Clerk, id, None))[0].Id, "Yes, line 4", None));
        await post.CarryAllAsync();

        var told = Assert.Single(mail.Taken());
        Assert.Equal("Asha के बारे में आपके प्रश्न का उत्तर आ गया", told.Subject);
        Assert.DoesNotContain("Aundh", told.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("line 4", told.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_needs_words_an_open_application_and_room()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Submitted);

        Task<Refusal?> AskAsync(string text) => school.Enquiries.AskAsync(school.Parent, id, text, None);
        async Task AnswerAllAsync()
        {
            foreach (var open in (await school.Enquiries.OfAsync(school.Clerk, id, None)).Where(row => row.IsOpen))
            {
                Assert.Null(await school.Enquiries.AnswerAsync(school.Clerk, id, open.Id, "Yes", None));
            }
        }

        Assert.Equal(new EnquiryRefused("Empty"), await AskAsync(" \n\t"));
        Assert.Equal(new EnquiryRefused("TooLong", 1000), await AskAsync(new string('x', 1001)));
        for (var asked = 0; asked < Enquiry.MostADay; asked++)
        {
            Assert.Null(await AskAsync($"Question {asked}"));
            if (asked == Enquiry.MostOpen - 1)
            {
                Assert.Equal(new EnquiryRefused("TooManyOpen"), await AskAsync("One more"));
                Assert.Equal("VS007", await school.RefusedBySqlAsync("vise_family", school.Parent, InsertFor(school)));
            }

            if (asked % Enquiry.MostOpen == Enquiry.MostOpen - 1 || asked == Enquiry.MostADay - 1)
            {
                await AnswerAllAsync();
            }
        }

        Assert.Equal(new EnquiryRefused("TooManyToday"), await AskAsync("One more"));
        Assert.Equal("VS007", await school.RefusedBySqlAsync("vise_family", school.Parent, InsertFor(school)));
        await school.ShiftClockAsync("25 hours");
        Assert.Null(await AskAsync("One more"));
        Assert.Equal(new EnquiryRefused("Empty"), await school.Enquiries.AnswerAsync(school.Clerk, id, (await school.Enquiries.OfAsync(school.Clerk, id, None))[^1].Id, "", None));

        // what was asked before the end is still answered; nothing more is asked
        Assert.Null(await school.Drafts.WithdrawAsync(school.Parent, id, null, "moved", None));
        Assert.Equal(new EnquiryRefused("Closed"), await AskAsync("And now?"));
        Assert.Equal("VS007", await school.RefusedBySqlAsync("vise_family", school.Parent, InsertFor(school)));
        Assert.Equal([id], await WaitingAsync(school));
        await AnswerAllAsync();
        Assert.Equal(new EnquiryRefused("Closed"), await school.Enquiries.AskAsync(school.Parent, await school.ADraftAsync(), "Not handed in", None));
    }

    [Fact]
    public async Task Only_the_family_asks_and_reads_and_only_its_branch_answers_a_second_guardian_included()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Submitted);
        Assert.Null(await school.Enquiries.AskAsync(school.Parent, id, "When?", None));
        var asked = (await school.Enquiries.OfAsync(school.Clerk, id, None))[0].Id;

        Assert.IsType<NotFound>(await school.Enquiries.AskAsync(school.OtherParent, id, "When?", None));
        Assert.Empty(await school.Enquiries.OfAsync(school.OtherParent, id, None));
        Assert.IsType<Forbidden>(await school.Enquiries.AskAsync(school.Clerk, id, "When?", None));
        Assert.IsType<Forbidden>(await school.Enquiries.AnswerAsync(school.Parent, id, asked, "Now", None));
        Assert.IsType<NotFound>(await school.Enquiries.AnswerAsync(school.ForeignClerk, id, asked, "Now", None));
        Assert.IsType<NotFound>(await school.Enquiries.AnswerAsync(school.Clerk, await school.AnApplicationAsync(ApplicationStatus.Submitted), asked, "Now", None));
        var both = await school.Database.ScalarAsync<string>($"insert into users.access_grant (account_id, role, scope, from_time) values ('{school.Parent.Account}', 'Clerk', '272501', now() - interval '1 hour') returning account_id::text");
        Assert.IsType<OwnApplication>(await school.Enquiries.AnswerAsync(school.Clerk with { Account = Guid.Parse(both!) }, id, asked, "Now", None));
        Assert.Empty(await school.Enquiries.OfAsync(school.ForeignClerk, id, None));
        Assert.Equal(0, await school.Enquiries.WaitingAsync(school.ForeignClerk, TestSchool.Pune, None));

        var link = new InvitationLetter("en", token => token);
        var made = (await school.Guardians.InviteAsync(school.Parent, id, "imran@demo.test", link, None)).Value!;
        Assert.Null((await school.Guardians.AcceptAsync(school.OtherParent, made.Token, None)).Refusal);
        Assert.Null(await school.Enquiries.AskAsync(school.OtherParent, id, "And where?", None));
        Assert.Equal(["Meera", "Imran"], (await school.Enquiries.OfAsync(school.OtherParent, id, None)).Select(row => row.AskerName));
    }

    [Theory]
    [InlineData("vise_family", "update admissions.enquiry set question = 'Other'", "42501")]
    [InlineData("vise_family", "update admissions.enquiry set answer = 'Yes', answered_time = isolation.clock(), answered_by = asked_by, answerer_name = 'Clerk'", "42501")]
    [InlineData("vise_family", "delete from admissions.enquiry", "42501")]
    [InlineData("vise_family", "insert into admissions.enquiry (branch_id, application_id, enquiry_id, question, asked_time, asked_by, asker_name) select branch_id, application_id, gen_random_uuid(), 'x', isolation.clock() - interval '1 day', account_id, 'x' from users.application", "42501")]
    [InlineData("vise_staff", "update admissions.enquiry set question = 'Other'", "42501")]
    [InlineData("vise_staff", "delete from admissions.enquiry", "42501")]
    [InlineData("vise_staff", "insert into admissions.enquiry (branch_id, application_id, enquiry_id, question, asked_time, asked_by, asker_name) select branch_id, application_id, gen_random_uuid(), 'x', isolation.clock(), account_id, 'x' from users.application", "42501")]
    [InlineData("vise_staff", "update admissions.enquiry set answer = 'No', answered_time = isolation.clock(), answered_by = asked_by, answerer_name = 'Clerk'", "42501")]
    [InlineData("vise_staff", "update admissions.enquiry set answer = 'No', answered_time = isolation.clock(), answered_by = '{clerk}', answerer_name = 'Clerk' where answered_time is not null", null)]
    public async Task By_SQL_nobody_changes_what_was_said_or_speaks_for_another(string role, string change, string? state)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Submitted);
        Assert.Null(await school.Enquiries.AskAsync(school.Parent, id, "Answered?", None));
        Assert.Null(await school.Enquiries.AnswerAsync(school.Clerk, id, (await school.Enquiries.OfAsync(school.Clerk, id, None))[0].Id, "Yes", None));
        Assert.Null(await school.Enquiries.AskAsync(school.Parent, id, "Open?", None));
        const string Said = "select string_agg(e::text, ';' order by asked_time) from admissions.enquiry e";
        var before = await school.Database.ScalarAsync<string>(Said);

        Assert.Equal(state, await school.RefusedBySqlAsync(role, role == "vise_family" ? school.Parent : school.Clerk, change.Replace("{clerk}", school.Clerk.Account.ToString(), StringComparison.Ordinal)));

        Assert.Equal(before, await school.Database.ScalarAsync<string>(Said));
    }

    private static string InsertFor(TestSchool school) =>
        $"insert into admissions.enquiry (branch_id, application_id, enquiry_id, question, asked_time, asked_by, asker_name) select branch_id, application_id, gen_random_uuid(), 'x', isolation.clock(), '{school.Parent.Account}', 'x' from users.application limit 1";

    private static async Task<IEnumerable<ApplicationId>> WaitingAsync(TestSchool school) =>
        (await school.Queue.PageAsync(school.Clerk, TestSchool.Pune, new QueueAddress(Asked: true).Filter, null, 50, None)).Rows.Select(row => row.Id);
}
