using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Admissions;

public class FormReaderTests
{
    private static readonly FormTerms Terms = new(
        AcademicYear.Parse("2025-26"), "01", new DateOnly(2025, 4, 20), AgeRule.Of("01", 3, 31, 6), List, ["en", "mr"]);

    [Fact]
    public void A_complete_form_has_no_problem()
    {
        var check = FormReader.Read(TestForm.Complete, Terms);

        Assert.Empty(check.Problems);
        Assert.Equal("+919823012345", check.Form!.Parents[0].Mobile);
        Assert.Equal("999999990019", check.Form.Child.Aadhaar);
        Assert.Null(check.Form.Present);
    }

    [Fact]
    public void An_empty_form_tells_every_required_field_at_once()
    {
        var problems = FormReader.Read(new Dictionary<string, string>(StringComparer.Ordinal), Terms).Problems;

        Assert.Equal(
            AdmissionForm.Fields.Where(field => field.Required && field.OpenWhen is null).Select(field => field.Path),
            problems.Select(problem => problem.Path));
        Assert.All(problems, problem => Assert.Equal("Required", problem.Code));
    }

    [Theory]
    [InlineData("child.name", "Mr Patil", "Name")]
    [InlineData("child.birthDate", "14-02-2018", "Date")]
    [InlineData("child.birthDate", "2018-02-30", "Date")]
    [InlineData("child.birthDate", "2025-04-21", "DateAhead")]
    [InlineData("child.birthDate", "1942-12-31", "DateTooEarly")]
    [InlineData("child.birthDate", "2023-04-02", "TooYoungForSchool")]
    [InlineData("child.birthDate", "2019-04-19", "TooYoung")]
    [InlineData("child.gender", "X", "Choice")]
    [InlineData("sought.medium", "ta", "Choice")]
    [InlineData("child.apaarId", "12345", "Apaar")]
    [InlineData("child.aadhaar", "123456789012", "Aadhaar")]
    [InlineData("parents.0.mobile", "12345", "Mobile")]
    [InlineData("parents.0.email", "asha@", "Email")]
    [InlineData("address.permanent.pinCode", "011030", "PinCode")]
    [InlineData("address.presentIsSame", "maybe", "YesNo")]
    [InlineData("address.presentIsSame", "no", "Required")]
    [InlineData("parents.1.mobile", "9823012346", "Required")]
    [InlineData("child.pen", "2725A", "Pen")]
    [InlineData("child.bpl", "maybe", "YesNo")]
    [InlineData("child.disability", "yes", "Required")]
    [InlineData("sought.quota", "rte", "Required")]
    [InlineData("parents.2.email", "g@example.com", "Required")]
    [InlineData("siblings.3.class", "02", "Required")]
    [InlineData("siblings.1.name", "asha  ramesh PATIL", "OwnSibling")]
    [InlineData("siblings.0.enrollmentId", "2725010125E00014", "Enrolment")]
    [InlineData("consent.given", "no", "Consent")]
    [InlineData("child.shoeSize", "12", "Unknown")]
    public void A_field_that_is_wrong_is_told_with_its_reason(string path, string typed, string code) =>
        Assert.Contains(FormReader.Read(TestForm.With((path, typed)), Terms).Problems, problem => problem.Code == code);

    [Fact]
    public void A_child_who_is_too_young_is_told_by_how_many_days()
    {
        var problem = Assert.Single(FormReader.Read(TestForm.With(("child.birthDate", "2019-04-19")), Terms).Problems);

        Assert.Equal([19, new DateOnly(2025, 3, 31), "01"], problem.Arguments.Take(3));
        Assert.Empty(FormReader.Read(TestForm.With(("child.birthDate", "2019-03-31")), Terms).Problems);
    }

    [Fact]
    public void A_rule_with_a_maximum_and_a_relaxation_is_kept()
    {
        var rule = AgeRule.Of("01", 3, 31, 6, 7, relaxationDays: 30);

        Assert.Null(rule.Check("child.birthDate", new DateOnly(2019, 4, 30), Terms.Year));
        Assert.Equal("TooYoung", rule.Check("child.birthDate", new DateOnly(2019, 5, 1), Terms.Year)!.Code);
        Assert.Equal("TooOld", rule.Check("child.birthDate", new DateOnly(2018, 3, 30), Terms.Year)!.Code);
        Assert.Null(rule.Check("child.birthDate", new DateOnly(2018, 3, 31), Terms.Year));
    }

    [Theory]
    [InlineData("1999-04-01", "AgeFits")]
    [InlineData("1999-03-31", "AgeUnlikely")]
    public void An_age_that_no_pupil_has_is_asked_about_and_taken(string born, string said)
    {
        var form = TestForm.With(("child.birthDate", born));

        Assert.Equal(said, Assert.Single(FormReader.NotesOf(FormStep.Child, form, Terms)).Code);
        Assert.Empty(FormReader.Read(form, Terms).Problems);
    }

    [Fact]
    public void A_name_in_Devanagari_is_taken() =>
        Assert.Empty(FormReader.Read(TestForm.With(("child.name", "आशा रमेश पाटील"), ("child.nameInScript", "आशा पाटील")), Terms).Problems);

    internal static HashSet<string> List(string name) => name switch
    {
        "gender" => new HashSet<string>(StringComparer.Ordinal) { "F", "M", "O" },
        "nationality" => new HashSet<string>(StringComparer.Ordinal) { "IN" },
        "language" => new HashSet<string>(StringComparer.Ordinal) { "mr" },
        "social_category" => new HashSet<string>(StringComparer.Ordinal) { "general", "sc", "st", "obc" },
        "impairment" => new HashSet<string>(StringComparer.Ordinal) { "hearing" },
        "rte_ground" => new HashSet<string>(StringComparer.Ordinal) { "disadvantaged", "weaker", "disability" },
        "rte_group" => new HashSet<string>(StringComparer.Ordinal) { "orphan", "sc" },
        "religion" => new HashSet<string>(StringComparer.Ordinal) { "hindu", "sikh" },
        "class" => new HashSet<string>(StringComparer.Ordinal) { "01", "02" },
        "result" => new HashSet<string>(StringComparer.Ordinal) { "passed", "waiting" },
        "quota" => new HashSet<string>(StringComparer.Ordinal) { "open", "rte" },
        "relation" => new HashSet<string>(StringComparer.Ordinal) { "father", "mother" },
        _ => new HashSet<string>(StringComparer.Ordinal),
    };
}
