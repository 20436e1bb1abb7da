using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>What may become of a cycle, its classes, seats and questions, without a database.</summary>
public class CycleTests
{
    private static readonly BranchId Pune = BranchId.Parse("272501");
    private static readonly AcademicYear Year = AcademicYear.Parse("2026-27");
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 6, 0, 0, TimeSpan.Zero);
    private static readonly CycleProgress Nobody = new(0, null);
    private static readonly Actor Admin = new(Guid.NewGuid(), Role.BranchAdmin, Scope.Of(Pune), "Rajesh");
    private static readonly TimeZoneInfo India = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");

    [Theory]
    [InlineData("2026-03-01", "2026-02-28", "2026-06-30", 7, 7, "ClosesBeforeOpens")]
    [InlineData("2026-01-01", "2026-03-31", "2026-03-30", 7, 7, "EndsBeforeCloses")]
    [InlineData("2025-11-01", "2026-01-14", "2026-03-30", 7, 7, "ClosesInPast")]
    [InlineData("2026-01-01", "2026-03-31", "2026-06-30", 0, 7, null)]
    [InlineData("2026-01-01", "2026-03-31", "2026-06-30", 7, 91, null)]
    public void Dates_that_do_not_follow_each_other_are_refused(string opens, string closes, string ends, int offerDays, int feeDays, string? why)
    {
        var refusal = Cycle.Plan(Pune, "01", Year, Dates(opens, closes, ends, offerDays, feeDays), Now).Refusal;

        if (why is null)
        {
            Assert.IsType<DaysInvalid>(refusal);
        }
        else
        {
            Assert.Equal(why, Assert.IsType<DatesInvalid>(refusal).Why);
        }
    }

    [Fact]
    public void Once_forms_were_begun_the_opening_stays_and_the_end_waits_for_every_deadline()
    {
        var cycle = ACycle();
        var later = cycle.DatesOn(new DateOnly(2026, 1, 2), new DateOnly(2026, 4, 30), new DateOnly(2026, 6, 30), 7, 7, India);

        Assert.IsType<OpeningFixed>(cycle.MoveTo(later, new CycleProgress(1, null), Now));
        Assert.Null(cycle.MoveTo(later, Nobody, Now));
        var deadline = new DateTimeOffset(2026, 5, 10, 18, 29, 59, TimeSpan.Zero);
        var shorter = cycle.DatesOn(new DateOnly(2026, 1, 2), new DateOnly(2026, 4, 30), new DateOnly(2026, 5, 9), 7, 7, India);
        Assert.Equal(deadline, Assert.IsType<EndsTooEarly>(cycle.MoveTo(shorter, new CycleProgress(1, deadline), Now)).Latest);
        Assert.Null(cycle.MoveTo(shorter with { Ends = deadline }, new CycleProgress(1, deadline), Now));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 18, 30, 0, TimeSpan.Zero), cycle.OpensTime);
    }

    [Fact]
    public void A_cycle_is_closed_early_for_a_reason_and_opened_again_by_a_later_day()
    {
        var cycle = ACycle();

        Assert.IsType<ReasonMissing>(cycle.CloseEarly(Admin, " ", Now));
        Assert.Null(cycle.CloseEarly(Admin, "all seats are gone", Now));
        Assert.False(cycle.IsOpenAt(Now));
        Assert.Equal(("Rajesh", "all seats are gone", Now), (cycle.ClosedBy, cycle.CloseReason, cycle.ClosedTime));
        Assert.IsType<CycleNotOpen>(cycle.CloseEarly(Admin, "again", Now));
        // the same days, with another end, do not open it again by the way
        var sameDays = cycle.DatesOn(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 15), new DateOnly(2026, 7, 31), 7, 7, India);
        Assert.Null(cycle.MoveTo(sameDays, Nobody, Now));
        Assert.False(cycle.IsOpenAt(Now));
        Assert.NotNull(cycle.ClosedTime);
        Assert.Null(cycle.MoveTo(cycle.DatesOn(new DateOnly(2026, 1, 1), new DateOnly(2026, 2, 15), new DateOnly(2026, 7, 31), 7, 7, India), Nobody, Now));
        Assert.True(cycle.IsOpenAt(Now));
        Assert.Null(cycle.ClosedTime);
    }

    [Theory]
    [InlineData(40, true, 10)]
    [InlineData(39, true, 9)]
    [InlineData(3, true, 0)]
    [InlineData(40, false, 0)]
    public void An_entry_class_is_proposed_a_quarter_rounded_down_for_RTE(int total, bool entry, int rte)
    {
        Assert.Equal(new SeatPlan(total - rte, rte), SeatPlan.Propose(total, entry));
    }

    [Fact]
    public void Children_come_in_at_class_1_and_at_the_lowest_class_that_is_taught()
    {
        string[] order = ["NU", "LK", "UK", "01", "02"];

        Assert.Equal(["LK", "01"], order.Where(code => SeatPlan.IsEntryClass(code, ["02", "01", "LK"], order)));
    }

    [Fact]
    public void Seats_that_are_held_stay()
    {
        Assert.Equal(3, Assert.IsType<SeatsHeld>(new SeatPlan(30, 2).Check(new SeatPlan(0, 3))).Held);
        Assert.IsType<SeatsInvalid>(new SeatPlan(-1, 2).Check(new SeatPlan(0, 0)));
        Assert.Null(new SeatPlan(30, 3).Check(new SeatPlan(30, 3)));
    }

    [Fact]
    public void A_fee_stays_once_seats_were_offered_and_documents_are_only_taken_off_once_forms_are_in()
    {
        var offered = CycleClass.Of(ACycle(), "SB", "GEN", "01");

        Assert.Equal(125050L, CycleClass.PaiseOf(1250.50m));
        Assert.Null(CycleClass.PaiseOf(1.005m));
        Assert.IsType<FeeInvalid>(offered.Ask(CycleClass.PaiseOf(-1), [], ClassProgress.None));
        Assert.Null(offered.Ask(125000, ["photo", "birth_certificate"], ClassProgress.None));
        Assert.IsType<FeeFixed>(offered.Ask(130000, offered.DocumentKinds, new ClassProgress(4, 3, 1)));
        Assert.IsType<DocumentFixed>(offered.Ask(125000, ["photo", "report_card"], new ClassProgress(4, 1, 0)));
        Assert.Null(offered.Ask(125000, ["photo"], new ClassProgress(4, 3, 1)));
        Assert.Equal(4, Assert.IsType<ClassAppliedFor>(offered.Withdraw(new ClassProgress(4, 0, 0), Now)).Forms);
        Assert.Null(offered.Withdraw(ClassProgress.None, Now));
    }

    [Fact]
    public void A_question_keeps_its_key_gives_its_answers_codes_and_is_not_changed_once_answered()
    {
        var first = Question.Of(Pune, "01", Year, [], AQuestion(QuestionKind.Choice, "By bus", "On foot")).Value!;
        var second = Question.Of(Pune, "01", Year, [first], AQuestion(QuestionKind.Text)).Value!;

        Assert.Equal(("q1", "questions.q2"), (first.Key, second.Path));
        Assert.Equal(["o1", "o2"], first.Options.Select(option => option.Code));
        Assert.Equal("स्कूल कैसे आएंगे?", first.LabelIn("hi-IN"));
        Assert.IsType<QuestionAnswered>(first.Change(AQuestion(QuestionKind.Text), answered: true));
        Assert.Equal("Options", Assert.IsType<QuestionInvalid>(first.Change(AQuestion(QuestionKind.Choices, "By bus", "by bus"), answered: false)).Why);
        Assert.Equal("Options", Assert.IsType<QuestionInvalid>(first.Change(AQuestion(QuestionKind.Choices, "By bus"), answered: false)).Why);
        Assert.Equal("Label", Assert.IsType<QuestionInvalid>(first.Change(AQuestion(QuestionKind.Text) with { Label = " " }, answered: false)).Why);
        Assert.Null(first.Change(AQuestion(QuestionKind.Number) with { ClassCodes = ["01"] }, answered: false));
        Assert.True(first.IsAskedFor("01"));
        Assert.False(first.IsAskedFor("02"));
        first.Retire(Now);
        Assert.False(first.IsAskedFor("01"));
    }

    private static Cycle ACycle() => Cycle.Plan(Pune, "01", Year, Dates("2026-01-01", "2026-03-31", "2026-06-30", 7, 7), Now).Value!;

    private static CycleDates Dates(string opens, string closes, string ends, int offerDays, int feeDays) =>
        CycleDates.Of(Typed.Date(opens)!.Value, Typed.Date(closes)!.Value, Typed.Date(ends)!.Value, offerDays, feeDays, India);

    private static QuestionWish AQuestion(QuestionKind kind, params string[] options) => new(
        kind, "How will your child come to school?", new Dictionary<string, string> { ["hi"] = "स्कूल कैसे आएंगे?" }, "", new Dictionary<string, string>(),
        [.. options.Select(option => new QuestionOption("", option, []))], false, []);
}
