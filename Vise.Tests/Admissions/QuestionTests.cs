using System.Text.Json;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Tests.Support;
using Vise.Web.Admissions.Api;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>A cycle's own questions, from its admin to the family, and from there to the desk.</summary>
public class QuestionTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly CycleKey Here = new(TestSchool.Pune, "01", AcademicYear.Parse("2025-26"));

    [Fact]
    public async Task A_question_is_asked_checked_kept_and_shown_at_the_desk_and_stays_as_it_was_answered()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        Assert.Null(await school.Questions.AddAsync(school.Admin, Here, Wish(QuestionKind.Choice, "How do you come?", required: true, "By bus", "On foot"), None));
        Assert.Null(await school.Questions.AddAsync(school.Admin, Here, Wish(QuestionKind.Choices, "Which clubs?", required: false, "Chess", "Kho-kho", "Choir"), None));
        Assert.Null(await school.Questions.AddAsync(school.Admin, Here, Wish(QuestionKind.Number, "How far is it, in km?", required: false), None));
        Assert.Null(await school.Questions.AddAsync(school.Admin, Here, Wish(QuestionKind.Text, "For the others", required: true) with { ClassCodes = ["02"] }, None));

        var id = await school.ADraftAsync(fields: TestForm.With(("questions.q2", "o1,o3"), ("questions.q3", "२.५ km")));
        Assert.Equal(["questions.q1", "questions.q2", "questions.q3"], (await school.Family.DraftAsync(school.Parent, id, None)).Value!.Terms.Questions.Select(question => question.Path));
        var problems = Assert.IsType<FormIncomplete>(await school.Drafts.SubmitAsync(school.Parent, id, None)).Problems;
        Assert.Equal([("questions.q1", "Required"), ("questions.q3", "Number")], problems.Select(problem => (problem.Path, problem.Code)));
        Assert.Equal("Unknown", Assert.Single(Assert.IsType<FormIncomplete>((await school.Drafts.SaveAsync(school.Parent, id, [new FieldEdit("questions.q9", "x", 0)], None)).Refusal).Problems).Code);
        Assert.Null((await school.Drafts.SaveAsync(school.Parent, id, [new FieldEdit("questions.q1", "o2", 0), new FieldEdit("questions.q3", "२.५", null)], None)).Refusal);
        Assert.Null(await school.Drafts.SubmitAsync(school.Parent, id, None));

        Assert.Equal("q1=o2;q2=o1,o3;q3=2.5", await school.Database.ScalarAsync<string>("select string_agg(key || '=' || value, ';' order by key) from admissions.answer"));
        Assert.Equal(3L, await school.Database.ScalarAsync<long>($"select count(*) from admissions.trail where application_id = '{id}' and target = 'admissions.answer'"));
        var record = (await school.Records.OpenAsync(school.Clerk, id, None)).Value!;
        Assert.Equal("""{"q1":"o2","q2":["o1","o3"],"q3":2.5}""", FormJson.Nest(record.Fields, record.Questions)["questions"]!.ToJsonString());

        // what was answered is retired, not changed; the answer is read on
        var asked = (await school.CycleList.CycleAsync(school.SystemAdmin, Here, None))!.Questions.Single(one => one.Question.Key == "q1");
        Assert.True(asked.Answered);
        Assert.IsType<QuestionAnswered>(await school.Questions.ChangeAsync(school.Admin, Here, "q1", asked.Question.Version, Wish(QuestionKind.Text, "Otherwise?", required: false), None));
        Assert.Null(await school.Questions.RetireAsync(school.Admin, Here, "q1", retired: true, None));
        Assert.Equal("How do you come?", (await school.Records.OpenAsync(school.Clerk, id, None)).Value!.Questions[0].Label);
        var later = await school.ADraftAsync(by: school.OtherParent);
        Assert.Null(await school.Drafts.SubmitAsync(school.OtherParent, later, None));
    }

    [Fact]
    public async Task Answers_are_the_familys_and_the_branchs_alone()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        Assert.Null(await school.Questions.AddAsync(school.Admin, Here, Wish(QuestionKind.Text, "Anything else?", required: false), None));
        var id = await school.ADraftAsync(fields: TestForm.With(("questions.q1", "She is shy")));
        Assert.Null(await school.Drafts.SubmitAsync(school.Parent, id, None));

        foreach (var (role, settings, seen) in new[]
        {
            ("vise_staff", "set local vise.lo = '272501'; set local vise.hi = '272501~'; set local vise.account = ''", 1L),
            ("vise_staff", "set local vise.lo = '272502'; set local vise.hi = '272502~'; set local vise.account = ''", 0L),
            ("vise_family", $"set local vise.account = '{school.Parent.Account}'", 1L),
            ("vise_family", $"set local vise.account = '{school.OtherParent.Account}'", 0L),
        })
        {
            Assert.Equal(seen, await CountAsync(school, role, settings));
        }

        foreach (var role in (string[])["vise_public", "vise_setup", "vise_officer"])
        {
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => CountAsync(school, role, "set local vise.lo = ''; set local vise.hi = '~'; set local vise.account = ''"));
        }

        // nor is what was handed in the family's any more to change
        await school.Database.ExecuteAsync($"begin; set local role vise_family; set local vise.account = '{school.Parent.Account}'; update admissions.answer set value = 'Other'; delete from admissions.answer; commit", school.Database.AppConnection);
        Assert.Equal("She is shy", await school.Database.ScalarAsync<string>("select value from admissions.answer"));
    }

    [Fact]
    public async Task Questions_change_places_and_keep_their_keys()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        foreach (var label in (string[])["First?", "Second?", "Third?"])
        {
            Assert.Null(await school.Questions.AddAsync(school.Admin, Here, Wish(QuestionKind.YesNo, label, required: false), None));
        }

        Assert.Null(await school.Questions.MoveAsync(school.Admin, Here, "q3", up: true, None));
        Assert.Null(await school.Questions.MoveAsync(school.Admin, Here, "q1", up: true, None));
        Assert.Equal(["q1", "q3", "q2"], (await school.CycleList.CycleAsync(school.Admin, Here, None))!.Questions.Select(one => one.Question.Key));
        Assert.Equal("Class", Assert.IsType<QuestionInvalid>(await school.Questions.AddAsync(school.Admin, Here, Wish(QuestionKind.Text, "Who?", false) with { ClassCodes = ["12"] }, None)).Why);
    }

    [Fact]
    public void The_API_takes_several_answers_as_a_list()
    {
        using var form = JsonDocument.Parse("""{"questions":{"q1":["o1","o2"],"q2":true,"q3":12,"q4":"by bus"},"parents":[{"name":"Asha"}]}""");

        Assert.Equal(
            new Dictionary<string, string> { ["questions.q1"] = "o1,o2", ["questions.q2"] = "yes", ["questions.q3"] = "12", ["questions.q4"] = "by bus", ["parents.0.name"] = "Asha" },
            FormJson.Flatten(form.RootElement));
    }

    private static Task<long> CountAsync(TestSchool school, string role, string settings) =>
        school.Database.ScalarAsync<long>($"begin; set local role {role}; {settings}; select count(*) from admissions.answer; commit", school.Database.AppConnection);

    private static QuestionWish Wish(QuestionKind kind, string label, bool required, params string[] options) => new(
        kind, label, new Dictionary<string, string>(), "", new Dictionary<string, string>(), [.. options.Select(option => new QuestionOption("", option, []))], required, []);
}
