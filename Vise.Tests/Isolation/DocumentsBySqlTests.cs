using Vise.Domain;
using Vise.Tests.Admissions;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Isolation;

/// <summary>By SQL typed as the app's own login nobody refuses a document in another's name or replaces one that stands.</summary>
public class DocumentsBySqlTests(TestCluster cluster)
{
    private const string Put = "insert into admissions.document (branch_id, application_id, kind, page, file_name, content_type, content_hash, byte_size, uploaded_time, uploaded_by, replaces) select branch_id, application_id";
    private const string File = "'x.pdf', 'application/pdf', repeat('0', 64), 9, isolation.clock()";
    private const string Refuse = "update admissions.document set fault = 'wrong', refuser_name = 'Sunita', replace_by = isolation.clock() + interval '7 days', refused_by = '{clerk}', refused_time = isolation.clock()";

    [Theory]
    [InlineData("submitted", Refuse, null)]
    [InlineData("draft", Refuse, "VS009")]
    [InlineData("withdrawn", Refuse, "VS009")]
    [InlineData("withdrawn", "update admissions.document set verified_time = isolation.clock(), verifier_name = 'Sunita'", "VS009")]
    [InlineData("submitted", "update admissions.document set verified_time = isolation.clock(), verifier_name = 'Sunita'", null)]
    [InlineData("submitted", "update admissions.document set fault = 'wrong', refuser_name = 'x', replace_by = isolation.clock() + interval '7 days', refused_by = '{parent}', refused_time = isolation.clock()", "42501")]
    [InlineData("submitted", "update admissions.document set fault = 'wrong', refuser_name = 'x', replace_by = isolation.clock() + interval '7 days', refused_by = '{clerk}', refused_time = isolation.clock() - interval '1 day'", "42501")]
    [InlineData("submitted", "update admissions.document set fault = 'wrong', refuser_name = 'x', replace_by = isolation.clock() - interval '7 days', refused_by = '{clerk}', refused_time = isolation.clock()", "42501")]
    [InlineData("submitted", Refuse + ", fault_note = ''", "23514")]
    [InlineData("submitted", Refuse + ", verified_time = isolation.clock()", "23514")]
    [InlineData("submitted", "update admissions.document set content_hash = repeat('1', 64)", "VS002")]
    [InlineData("submitted", "update admissions.document set replaces = document_id", "VS002")]
    [InlineData("submitted", Put + ", kind, page, " + File + ", '{clerk}', document_id from admissions.document", "VS009")]
    public async Task Staff_say_what_they_can_use_in_their_own_name_while_the_form_is_checked_and_change_nothing_else(string status, string change, string? state)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var (id, _) = await DocumentCheckTests.UnderReviewAsync(school);
        await school.Database.ExecuteAsync($"alter table users.application disable trigger user; update users.application set application_status = '{status}' where application_id = '{id}'; alter table users.application enable trigger user");

        Assert.Equal(state, await school.RefusedBySqlAsync("vise_staff", school.Clerk, For(school, change)));
    }

    [Theory]
    [InlineData(true, Put + ", kind, page, " + File + ", '{parent}', document_id from admissions.document", null)]
    [InlineData(false, Put + ", kind, page, " + File + ", '{parent}', document_id from admissions.document", "VS009")]
    [InlineData(true, Put + ", kind, page, " + File + ", '{parent}', null from admissions.document", "42501")]
    [InlineData(true, Put + ", 'report_card', page, " + File + ", '{parent}', document_id from admissions.document", "VS009")]
    [InlineData(true, Put + ", kind, page + 1, " + File + ", '{parent}', document_id from admissions.document", "VS009")]
    [InlineData(true, Put + ", kind, page, " + File + ", '{clerk}', document_id from admissions.document", "VS009")]
    [InlineData(true, Put + ", kind, page, " + File + ", '{parent}', gen_random_uuid() from admissions.document", "VS009")]
    [InlineData(true, Put + ", kind, page, " + File + ", '{parent}', document_id from admissions.document; " + Put + ", kind, page, " + File + ", '{parent}', document_id from admissions.document", "VS009")]
    [InlineData(true, "update admissions.document set refused_time = null, refused_by = null, refuser_name = null, fault = null, replace_by = null", "42501")]
    [InlineData(true, "insert into admissions.upload (branch_id, application_id, upload_id, account_id, kind, replaces, file_name, byte_size, begun_time) select branch_id, application_id, gen_random_uuid(), '{parent}', kind, document_id, 'x', 9, isolation.clock() from admissions.document", null)]
    [InlineData(false, "insert into admissions.upload (branch_id, application_id, upload_id, account_id, kind, replaces, file_name, byte_size, begun_time) select branch_id, application_id, gen_random_uuid(), '{parent}', kind, document_id, 'x', 9, isolation.clock() from admissions.document", "42501")]
    [InlineData(true, "insert into admissions.upload (branch_id, application_id, upload_id, account_id, kind, file_name, byte_size, begun_time) select branch_id, application_id, gen_random_uuid(), '{parent}', kind, 'x', 9, isolation.clock() from admissions.document", "42501")]
    [InlineData(true, "insert into admissions.upload (branch_id, application_id, upload_id, account_id, kind, replaces, file_name, byte_size, begun_time) select branch_id, application_id, gen_random_uuid(), '{parent}', 'report_card', document_id, 'x', 9, isolation.clock() from admissions.document", "42501")]
    public async Task A_family_replaces_a_refused_document_and_no_other_once_the_form_is_handed_in(bool isRefused, string change, string? state)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var (id, document) = await DocumentCheckTests.UnderReviewAsync(school);
        if (isRefused)
        {
            Assert.Null(await school.Checks.RefuseAsync(school.Clerk, id, document, "wrong", null, 7, CancellationToken.None));
        }

        Assert.Equal(state, await school.RefusedBySqlAsync("vise_family", school.Parent, For(school, change)));

        Assert.Equal(1L, await school.Database.ScalarAsync<long>("select count(*) from admissions.document"));
        // by row security a family sees nothing to remove
        Assert.Null(await school.RefusedBySqlAsync("vise_family", school.Parent, "delete from admissions.document"));
        Assert.Equal(1L, await school.Database.ScalarAsync<long>("select count(*) from admissions.document"));
    }

    private static string For(TestSchool school, string change) => change
        .Replace("{clerk}", school.Clerk.Account.ToString(), StringComparison.Ordinal).Replace("{parent}", school.Parent.Account.ToString(), StringComparison.Ordinal);
}
