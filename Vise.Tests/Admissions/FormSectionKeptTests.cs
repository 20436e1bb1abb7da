using Npgsql;
using Vise.Data.Admissions;
using Vise.Data.Finance;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>What the form's sections leave in the database, and how a brother or sister is found.</summary>
public class FormSectionKeptTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_form_with_every_section_is_kept_read_at_the_desk_and_kept_anew_when_it_comes_again()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync(TestSchool.ClassTwo, TestForm.With(
            ("child.pen", "27250101123"), ("child.religion", "sikh"), ("child.minority", "yes"), ("child.bpl", "no"), ("child.aay", "yes"), ("child.disability", "yes"), ("child.impairment", "hearing"),
            ("child.disabilityCertificate", "MH-1"), ("sought.transport", "yes"), ("sought.quota", "rte"), ("sought.rteGround", "disability"), ("parents.0.education", "graduate"),
            ("parents.0.incomeBand", "1_to_2_5"), ("parents.2.name", "Sunanda Patil"), ("parents.2.relation", "guardian"), ("siblings.0.name", "Ravi Patil"), ("siblings.0.class", "05"),
            ("schooling.attended", "yes"), ("schooling.school", "Municipal School 4, Pune"), ("schooling.board", "state"), ("schooling.class", "01"), ("schooling.year", "2024-25"),
            ("schooling.result", "passed"), ("schooling.marksPercent", "87.25"), ("schooling.tcNumber", "TC 118/25")));
        Assert.Null((await school.Documents.AddAsync(school.Parent, id, "birth_certificate", "a.pdf", new MemoryStream([.. "%PDF-1.7"u8]), None)).Refusal);
        Assert.Null(await school.Drafts.SubmitAsync(school.Parent, id, None));

        Assert.Equal("27250101123 sikh 1 2 9 t", await school.Database.ScalarAsync<string>("select concat_ws(' ', pen, religion, minority, bpl, aay, transport_wanted) from admissions.applicant"));
        Assert.Equal("""{"has":true,"impairment":"hearing","certificate":"MH-1"}""", school.Seal.Open(id, "disability", (await school.Database.ScalarAsync<byte[]>("select disability_sealed from admissions.applicant"))!));
        Assert.Equal("""{"ground":"disability","group":null,"incomePaise":null,"certificate":null}""", school.Seal.Open(id, "rte", (await school.Database.ScalarAsync<byte[]>("select rte_sealed from admissions.applicant"))!));
        Assert.Equal("1 graduate 1_to_2_5;2 ", await school.Database.ScalarAsync<string>("select string_agg(concat(position, ' ', education, ' ' || income_band), ';' order by position) from users.parent"));
        Assert.Equal("Ravi Patil 05", await school.Database.ScalarAsync<string>("select concat_ws(' ', name, class_code, enrollment_id) from users.sibling"));
        Assert.Equal("Municipal School 4, Pune|state|01|2024-25|passed|87.25|TC 118/25", await school.Database.ScalarAsync<string>("select concat_ws('|', school, board, class_code, academic_year, result, marks_percent, tc_number) from users.academic"));
        Assert.Equal("hearing", (await school.Records.OpenAsync(school.Clerk, id, None)).Value!.Fields["child.impairment"]);

        Assert.Null(await school.Review.StartReviewAsync(school.Clerk, id, null, None));
        Assert.Null(await school.Review.ReturnAsync(school.Clerk, id, null, 7, [new FieldRemark("siblings.0.name", "Her class, please")], null, None));
        Assert.Null((await school.Drafts.SaveAsync(school.Parent, id, [.. new[] { "siblings.0.name", "siblings.0.class" }.Select(path => new FieldEdit(path, "", null)), new FieldEdit("schooling.attended", "no", null)], None)).Refusal);
        Assert.Null(await school.Drafts.SubmitAsync(school.Parent, id, None));
        Assert.Equal(0L, await school.Database.ScalarAsync<long>("select (select count(*) from users.sibling) + (select count(*) from users.academic)"));
    }

    [Fact]
    public async Task A_brother_in_any_branch_is_found_by_a_yes_or_no_and_nothing_of_him_is_seen()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var brother = await school.AnApplicationAsync(ApplicationStatus.Fees);
        Assert.Null((await school.Payments.RecordAsync(school.Clerk, brother, null, new CounterPayment(125000, "cash", null), None)).Refusal);
        Assert.Null(await school.Enrolment.EnrolAsync(school.Admin, brother, null, None));
        var enrolled = EnrollmentId.Parse((await school.Database.ScalarAsync<string>("select enrollment_id from users.student"))!);
        var nobody = EnrollmentId.Parse(Unused(enrolled));

        var elsewhere = TestSchool.ClassOne with { Branch = TestSchool.Haveli };
        var id = await school.ADraftAsync(elsewhere, TestForm.With(("siblings.0.name", "Ravi"), ("siblings.0.enrollmentId", enrolled.InFours), ("siblings.1.name", "Rani"), ("siblings.1.enrollmentId", nobody.Value), ("siblings.2.enrollmentId", "2725")), school.OtherParent);
        var terms = (await school.Family.DraftAsync(school.OtherParent, id, None)).Value!.Terms;

        Assert.Equal([(enrolled, true), (nobody, false)], terms.Enrolled.Select(known => (known.Key, known.Value)));
        Assert.Equal("true", await AskAsync(school, "vise_family", $"users.is_enrolled('{enrolled}')"));
        Assert.Equal("0", await AskAsync(school, "vise_family", "(select count(*) from users.student)"));
        foreach (var role in (string[])["vise_public", "vise_track", "vise_officer"])
        {
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => AskAsync(school, role, $"users.is_enrolled('{enrolled}')"))).SqlState);
        }

        Assert.Equal("branch_id,enrollment_id", await school.Database.ScalarAsync<string>(
            "select string_agg(column_name, ',' order by column_name) from information_schema.column_privileges where grantee = 'vise_match' and table_schema = 'users'"));
    }

    private static async Task<string?> AskAsync(TestSchool school, string role, string what) => await school.Database.ScalarAsync<string>(
        $"begin; set local role {role}; set local vise.lo = ''; set local vise.hi = '~'; set local vise.account = '{school.OtherParent.Account}'; select {what}::text; commit", school.Database.AppConnection);

    // the next number of the same school, which nobody has
    private static string Unused(EnrollmentId taken) => Enumerable.Range(0, 36).Select(at => $"{taken.Value[..14]}Z{"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[at]}").First(text => EnrollmentId.TryParse(text, out _));
}
