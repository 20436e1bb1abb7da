using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>Which answers open which questions, what is needed then, and what is only worth saying (SPEC 5, DOMAIN).</summary>
public class FormSectionTests
{
    private static readonly FormTerms ClassOne = Terms("01");
    private static readonly FormTerms ClassTwo = Terms("02");

    [Theory]
    // BPL no means AAY 9, SC, ST and OBC mean EWS no (DOMAIN); what was typed there before counts for nothing
    [InlineData("child.aay", "yes", "child.bpl=no")]
    [InlineData("child.ews", "yes", "child.socialCategory=sc")]
    [InlineData("child.ews", "maybe", "child.socialCategory=obc")]
    [InlineData("child.impairment", "nonsense", "child.disability=no")]
    [InlineData("child.disabilityCertificate", "MH-1", "")]
    [InlineData("sought.rteGround", "nonsense", "sought.quota=open")]
    [InlineData("sought.rteGroup", "nonsense", "sought.quota=open;sought.rteGround=disadvantaged")]
    [InlineData("sought.rteIncome", "nonsense", "sought.quota=open;sought.rteGround=weaker")]
    [InlineData("address.present.pinCode", "12", "address.presentIsSame=yes")]
    [InlineData("schooling.class", "nonsense", "schooling.attended=no")]
    [InlineData("schooling.marksPercent", "101", "schooling.attended=no;schooling.result=passed")]
    [InlineData("schooling.marksPercent", "101", "schooling.attended=yes;schooling.result=waiting;schooling.school=Municipal School 4;schooling.class=01")]
    public void A_closed_field_counts_for_nothing(string path, string typed, string given)
    {
        var form = TestForm.With([.. Given(given), (path, typed)]);

        Assert.True(FormReader.IsClosed(AdmissionForm.Find(path)!, form));
        Assert.Empty(FormReader.Read(form, ClassTwo).Problems);
    }

    [Theory]
    [InlineData("child.disability=yes", "child.impairment")]
    [InlineData("sought.quota=rte", "sought.rteGround")]
    [InlineData("sought.quota=rte;sought.rteGround=disadvantaged", "sought.rteGroup")]
    [InlineData("sought.quota=rte;sought.rteGround=weaker", "sought.rteIncome")]
    [InlineData("address.presentIsSame=no", "address.present.line address.present.locality address.present.pinCode")]
    [InlineData("schooling.attended=yes", "schooling.school schooling.class")]
    [InlineData("siblings.1.enrollmentId=2725010125E0001L", "siblings.1.name")]
    [InlineData("parents.2.mobile=9823012346", "parents.2.name parents.2.relation")]
    public void An_answer_opens_what_is_needed_with_it(string given, string needed) =>
        Assert.Equal(needed.Split(' '), FormReader.Read(TestForm.With([.. Given(given)]), ClassTwo).Problems.Where(problem => problem.Code == "Required").Select(problem => problem.Path));

    [Theory]
    [InlineData("child.disability=no", false)]
    [InlineData("child.disability=yes;child.impairment=hearing", false)]
    [InlineData("child.disability=yes;child.impairment=hearing;child.disabilityCertificate=MH2700119", true)]
    public void An_RTE_seat_on_the_ground_of_disability_rests_on_the_certificate(string given, bool taken)
    {
        var problems = FormReader.Read(TestForm.With([("sought.quota", "rte"), ("sought.rteGround", "disability"), .. Given(given)]), ClassOne).Problems;

        Assert.Equal(taken ? [] : ["sought.rteGround RteDisability"], problems.Select(problem => $"{problem.Path} {problem.Code}"));
    }

    [Theory]
    [InlineData("9,00,000", "weaker", 500_000_00L, false)]
    [InlineData("5,00,000", "weaker", 500_000_00L, false)]
    [InlineData("4,99,999.99", "weaker", 500_000_00L, true)]
    // where the state's cap is not known the school goes by the certificate, and other grounds ask for no income
    [InlineData("9,00,000", "weaker", null, true)]
    [InlineData("9,00,000", "disadvantaged", 500_000_00L, true)]
    public void An_RTE_seat_of_a_weaker_section_is_for_an_income_under_the_states_cap(string income, string ground, long? cap, bool taken)
    {
        var form = TestForm.With(("sought.quota", "rte"), ("sought.rteGround", ground), ("sought.rteGroup", "sc"), ("sought.rteIncome", income));
        var problems = FormReader.Read(form, ClassOne with { IncomeCapPaise = cap }).Problems;

        Assert.Equal(taken ? [] : ["sought.rteIncome IncomeOverCap 50000000"], problems.Select(problem => $"{problem.Path} {problem.Code} {problem.Arguments[0]}"));
    }

    [Fact]
    public void One_mobile_number_is_enough_whoever_of_the_parents_has_it()
    {
        (string, string?)[] second = [("parents.0.mobile", null), ("parents.1.name", "Meena Patil"), ("parents.1.relation", "mother")];

        Assert.Equal("parents.0.mobile", Assert.Single(FormReader.Read(TestForm.With(second), ClassOne).Problems).Path);
        Assert.Equal("+919823012346", FormReader.Read(TestForm.With([.. second, ("parents.1.mobile", "9823012346")]), ClassOne).Form!.Parents[1].Mobile);
    }

    [Theory]
    [InlineData("general", "yes", null, null, "1 null null")]
    [InlineData("general", null, "no", null, "null 2 9")]
    [InlineData("obc", "yes", "yes", "no", "2 1 2")]
    [InlineData("st", null, "no", "yes", "2 2 9")]
    public void Cards_are_kept_as_UDISE_counts_them(string category, string? ews, string? bpl, string? aay, string kept)
    {
        var background = FormReader.Read(TestForm.With(("child.socialCategory", category), ("child.ews", ews), ("child.bpl", bpl), ("child.aay", aay)), ClassOne).Form!.Background;

        Assert.Equal(kept, string.Join(' ', new[] { background.Ews, background.Bpl, background.Aay }.Select(answer => answer?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null")));
    }

    [Fact]
    public void What_was_answered_becomes_the_form()
    {
        var form = FormReader.Read(
            TestForm.With(
                ("child.pen", "2725 0101 123"), ("child.disability", "yes"), ("child.impairment", "hearing"), ("sought.transport", "no"), ("sought.quota", "rte"), ("sought.rteGround", "weaker"),
                ("sought.rteIncome", "₹ 1,20,000"), ("siblings.2.name", "Ravi Patil"), ("siblings.2.class", "02"), ("siblings.2.enrollmentId", "2725 0101 25e0 001l"),
                ("schooling.attended", "yes"), ("schooling.school", "Municipal School 4"), ("schooling.class", "01"), ("schooling.year", "2024-25"), ("schooling.result", "passed"),
                ("schooling.marksPercent", "८७.२५ %")),
            ClassTwo).Form!;

        Assert.Equal("27250101123", form.Child.Pen);
        Assert.Equal(new DisabilityPart(true, "hearing", null), form.Background.Disability);
        Assert.Equal(new SoughtPart("mr", "rte", false, new RtePart("weaker", null, 120_000_00, null)), form.Sought);
        Assert.Equal(new SiblingPart("Ravi Patil", "02", EnrollmentId.Parse("2725010125E0001L")), Assert.Single(form.Siblings));
        Assert.Equal(new SchoolingPart("Municipal School 4", null, "01", AcademicYear.Parse("2024-25"), "passed", 87.25m, null), form.Schooling);
    }

    [Theory]
    [InlineData("NU", false)]
    [InlineData("UK", false)]
    [InlineData("01", false)]
    [InlineData("02", true)]
    [InlineData("12", true)]
    public void Earlier_schooling_is_asked_above_class_one(string classCode, bool asked)
    {
        var terms = Terms(classCode) with { Age = null };

        Assert.Equal(asked, terms.Of(FormStep.Schooling).Any());
        // from another class's form, copied: neither wrong nor kept
        var check = FormReader.Read(TestForm.With(("schooling.attended", "yes"), ("schooling.school", "Municipal School 4"), ("schooling.class", "01")), terms);
        Assert.Equal(asked, check.Form!.Schooling is not null);
    }

    [Theory]
    [InlineData("27250101123", null)]
    [InlineData("2725010112", "PenLength")]
    [InlineData("272501011234", "PenLength")]
    [InlineData("27250101A", null)]
    public void A_PEN_of_an_unusual_length_is_taken_and_spoken_of(string pen, string? said)
    {
        var form = TestForm.With(("child.pen", pen));

        Assert.Equal(said, FormReader.NotesOf(FormStep.Child, form, ClassOne).SingleOrDefault(note => note.Path == "child.pen")?.Code);
        Assert.Equal(said is not null || pen.Length == 11, FormReader.Read(form, ClassOne).Form is not null);
    }

    [Theory]
    [InlineData(true, "SiblingFound")]
    [InlineData(false, "SiblingUnknown")]
    [InlineData(null, null)]
    public void A_siblings_id_is_found_or_only_warned_of(bool? there, string? said)
    {
        var form = TestForm.With(("siblings.0.name", "Ravi Patil"), ("siblings.0.enrollmentId", "2725010125E0001L"));
        var terms = there is { } known ? ClassOne with { Enrolled = new Dictionary<EnrollmentId, bool> { [EnrollmentId.Parse("2725010125E0001L")] = known } } : ClassOne;

        var note = FormReader.NotesOf(FormStep.Siblings, form, terms).SingleOrDefault();

        Assert.Equal(said, note?.Code);
        Assert.Equal(there == true, note?.IsGood ?? false);
        Assert.Empty(FormReader.Read(form, terms).Problems);
    }

    [Theory]
    // 19 days too young for class 1 (6 years on 31 March 2025), where an RTE child may be 5 and one with a disability 5
    [InlineData("2019-04-19", "", "TooYoungYet", null)]
    [InlineData("2019-04-19", "sought.quota=open", null, "TooYoung")]
    [InlineData("2019-04-19", "sought.quota=rte", "AgeFits", null)]
    [InlineData("2019-04-19", "sought.quota=open;child.disability=yes", "AgeFits", null)]
    [InlineData("2020-04-19", "", null, "TooYoung")]
    [InlineData("2019-03-31", "", "AgeFits", null)]
    public void Other_ages_hold_for_an_RTE_seat_and_a_disability_and_until_then_the_child_may_go_on(string born, string given, string? said, string? refused)
    {
        var terms = ClassOne with
        {
            AgeByCategory = new Dictionary<string, AgeRule>(StringComparer.Ordinal)
            {
                [AgeRule.EwsDg] = AgeRule.Of("01", 3, 31, 5, 7, category: AgeRule.EwsDg),
                [AgeRule.Disability] = AgeRule.Of("01", 3, 31, 5, 9, category: AgeRule.Disability),
            },
        };
        var form = TestForm.With([("child.birthDate", born), ("sought.quota", null), .. Given(given)]);

        Assert.Equal(said, FormReader.NotesOf(FormStep.Child, form, terms).SingleOrDefault()?.Code);
        Assert.Equal(refused, FormReader.CheckStep(FormStep.Child, form, terms).SingleOrDefault()?.Code);
    }

    [Theory]
    [InlineData("child.religion=sikh;child.minority=no", FormStep.Background, "MinorityReligion")]
    [InlineData("child.religion=sikh;child.minority=yes", FormStep.Background, null)]
    [InlineData("child.religion=hindu;child.minority=no", FormStep.Background, null)]
    [InlineData("sought.quota=rte;sought.rteGround=disadvantaged;sought.rteGroup=sc", FormStep.Sought, "RteGroupCategory")]
    [InlineData("sought.quota=rte;sought.rteGround=disadvantaged;sought.rteGroup=orphan", FormStep.Sought, null)]
    [InlineData("sought.quota=rte;sought.rteGround=disadvantaged;sought.rteGroup=sc;child.socialCategory=sc", FormStep.Sought, null)]
    public void Answers_that_hardly_go_together_are_spoken_of(string given, FormStep step, string? said)
    {
        var form = TestForm.With([.. Given(given)]);

        Assert.Equal(said, FormReader.NotesOf(step, form, ClassOne).SingleOrDefault()?.Code);
        Assert.NotNull(FormReader.Read(form, ClassOne).Form);
    }

    [Fact]
    public void An_age_rule_that_only_warns_says_by_how_many_days_and_refuses_nothing()
    {
        var terms = ClassOne with
        {
            Age = AgeRule.Of("01", 3, 31, 6, onlyWarns: true),
            AgesOfSchool = new Dictionary<string, AgeRule>(StringComparer.Ordinal) { ["UK"] = AgeRule.Of("UK", 3, 31, 5), ["02"] = AgeRule.Of("02", 3, 31, 7) },
        };
        var form = TestForm.With(("child.birthDate", "2019-04-19"));

        Assert.Equal(
            [19, new DateOnly(2025, 3, 31), "01", new ChildAge(5, 11, 12), new ChildAge(6, 0, 0), new List<string> { "UK" }],
            Assert.Single(FormReader.NotesOf(FormStep.Child, form, terms)).Arguments);
        Assert.NotNull(FormReader.Read(form, terms).Form);
    }

    [Fact]
    public void What_a_field_hangs_on_is_asked_before_it_on_the_same_step_by_one_of_its_answers()
    {
        var before = new List<FormField>();
        foreach (var field in AdmissionForm.Fields)
        {
            if (field.OpenWhen is { } opener)
            {
                var other = Assert.Single(before, known => known.Path == opener.Path);
                Assert.Equal(field.Step, other.Step);
                Assert.True(other.Kind is FieldKind.Choice or FieldKind.YesNo);
            }

            before.Add(field);
        }
    }

    private static IEnumerable<(string, string?)> Given(string text) =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(answer => (answer.Split('=')[0], (string?)answer.Split('=')[1]));

    private static FormTerms Terms(string classCode) => new(AcademicYear.Parse("2025-26"), classCode, new DateOnly(2025, 4, 20), AgeRule.Of(classCode, 3, 31, 6), FormReaderTests.List, ["en", "mr"]);
}
