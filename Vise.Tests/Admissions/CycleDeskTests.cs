using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>Cycles are set up by the branch's own admin and by SystemAdmin, in the desk and by SQL; what came in by a form holds them.</summary>
public class CycleDeskTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly CycleKey Here = new(TestSchool.Pune, "01", AcademicYear.Parse("2025-26"));
    private static readonly CycleKey Next = Here with { Year = AcademicYear.Parse("2030-31") };
    private static readonly CycleDays Ahead = new(new DateOnly(2030, 1, 1), new DateOnly(2030, 3, 31), new DateOnly(2030, 6, 30), 7, 10);
    private static readonly ListWish All = new("", ByCode: true, Descending: true, "en", null);
    private static readonly ClassKey ClassOne = new("SB", "GEN", "01");

    [Fact]
    public async Task A_cycle_is_begun_filled_copied_and_its_history_says_by_whom()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        Assert.Equal(new YearNotOpen(Next.Year), await school.Cycles.PlanAsync(school.Admin, Next, Ahead, None));
        await school.Database.ExecuteAsync("insert into codes.academic_year (academic_year, from_day, to_day) values ('2030-31', '2030-04-01', '2031-03-31'), ('2031-32', '2031-04-01', '2032-03-31')");

        Assert.Null(await school.Cycles.PlanAsync(school.Admin, Next, Ahead, None));
        Assert.IsType<CycleExists>(await school.Cycles.PlanAsync(school.Admin, Next, Ahead, None));
        Assert.Null(await school.CycleClasses.AddAsync(school.Admin, Next, ClassOne, new ClassTerms(1500, ["photo"], SeatPlan.Propose(40, true)), None));
        Assert.IsType<ClassThere>(await school.CycleClasses.AddAsync(school.Admin, Next, ClassOne, new ClassTerms(1500, [], new SeatPlan(1, 0)), None));
        Assert.IsType<ClassNotTaught>(await school.CycleClasses.AddAsync(school.Admin, Next, ClassOne with { Class = "12" }, new ClassTerms(1500, [], new SeatPlan(1, 0)), None));
        Assert.IsType<InvalidReference>(await school.CycleClasses.AddAsync(school.Admin, Next, ClassOne with { Class = "02" }, new ClassTerms(1500, ["passport"], new SeatPlan(1, 0)), None));
        Assert.Null(await school.CycleClasses.AddAsync(school.SystemAdmin, Next, ClassOne with { Class = "02" }, new ClassTerms(0, [], new SeatPlan(5, 0)), None));
        Assert.Null(await school.Questions.AddAsync(school.Admin, Next, AQuestion("Do you know the school?"), None));
        Assert.Null(await school.Cycles.CopyAsync(school.Admin, Next, None));

        var copy = (await school.CycleList.CycleAsync(school.SystemAdmin, Next with { Year = AcademicYear.Parse("2031-32") }, None))!;
        Assert.Equal([("01", 30, 10, 150000L), ("02", 5, 0, 0L)], copy.Classes.OrderBy(row => row.Key.Class, StringComparer.Ordinal).Select(row => (row.Key.Class, row.Seats.Open, row.Seats.Rte, row.FeePaise)));
        Assert.Equal("Do you know the school?", Assert.Single(copy.Questions).Question.Label);
        var history = (await school.CycleList.CycleAsync(school.Admin, Next, None))!.Changes;
        Assert.Equal(["cycle", "cycle_class", "seat", "seat", "cycle_class", "seat", "question"], history.Reverse().Select(change => change.Target));
        Assert.Equal(["Lata", "Rajesh"], history.Select(change => change.ActorName).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Seats_come_and_go_and_those_that_are_held_stay()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await school.AnApplicationAsync(ApplicationStatus.Offer);
        async Task<OfferedClass> RowAsync() => (await school.CycleList.CycleAsync(school.Admin, Here, None))!.Classes.Single(one => one.Key == ClassOne);
        async Task<Refusal?> SetAsync(Actor by, SeatPlan seats) => await school.CycleClasses.ChangeAsync(by, Here, ClassOne, (await RowAsync()).Version, new ClassTerms(1250, [], seats), None);

        Assert.Equal((new SeatPlan(30, 10), new SeatPlan(1, 0)), ((await RowAsync()).Seats, (await RowAsync()).Held));
        Assert.Equal(1, Assert.IsType<SeatsHeld>(await SetAsync(school.Admin, new SeatPlan(0, 10))).Held);
        Assert.Null(await SetAsync(school.SystemAdmin, new SeatPlan(1, 3)));
        Assert.Null(await SetAsync(school.Admin, new SeatPlan(4, 3)));
        Assert.Equal((new SeatPlan(4, 3), new SeatPlan(1, 0)), ((await RowAsync()).Seats, (await RowAsync()).Held));
        Assert.IsType<FeeFixed>(await school.CycleClasses.ChangeAsync(school.Admin, Here, ClassOne, (await RowAsync()).Version, new ClassTerms(1300, [], new SeatPlan(4, 3)), None));
        Assert.IsType<ClassAppliedFor>(await school.CycleClasses.WithdrawAsync(school.Admin, Here, ClassOne, (await RowAsync()).Version, None));
        // every quota of the demo class is numbered from 1 without a gap, held ones included
        Assert.Equal(4L, await school.Database.ScalarAsync<long>("select count(distinct seat_no) from admissions.seat where branch_id = '272501' and institution_code = '01' and academic_year = '2025-26' and programme_code = 'SB' and class_code = '01' and quota = 'open'"));
    }

    [Fact]
    public async Task A_class_that_nobody_applied_for_is_taken_back_and_offered_no_more()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var row = (await school.CycleList.CycleAsync(school.Admin, Here, None))!.Classes.Single(one => one.Key == ClassOne);

        Assert.Null(await school.CycleClasses.WithdrawAsync(school.Admin, Here, ClassOne, row.Version, None));
        Assert.DoesNotContain(await school.Family.OpenClassesAsync(TestSchool.Pune, "01", None), open => open.Choice == TestSchool.ClassOne);
        Assert.IsType<ChoiceNotOpen>((await school.Drafts.StartAsync(school.Parent, TestSchool.ClassOne, [], None)).Refusal);
        Assert.Null(await school.CycleClasses.AddAsync(school.Admin, Here, ClassOne, new ClassTerms(1250, [], new SeatPlan(8, 2)), None));
        Assert.NotNull((await school.Drafts.StartAsync(school.Parent, TestSchool.ClassOne, [], None)).Value);
    }

    [Fact]
    public async Task Closing_early_stops_forms_and_the_second_to_save_is_told()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var draft = await school.ADraftAsync();
        var seen = (await school.CycleList.CycleAsync(school.Admin, Here, None))!.Cycle.Version;

        Assert.Null(await school.Cycles.CloseEarlyAsync(school.Admin, Here, seen, "no seat is left", None));
        Assert.IsType<CycleClosed>(await school.Drafts.SubmitAsync(school.Parent, draft, None));
        Assert.IsType<Collided>(await school.Cycles.CloseEarlyAsync(school.SecondAdmin, Here, seen, "mine", None));
        Assert.Equal("closed", (await school.CycleList.PageAsync(school.Admin, All with { Search = "27250101" }, None)).Rows.Single(row => row.Key == Here).State);
    }

    [Fact]
    public async Task The_list_is_sorted_by_session_or_school_and_goes_on_where_a_page_ends()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        foreach (var wish in (ListWish[])[All, All with { Descending = false }, All with { ByCode = false }, All with { ByCode = false, Descending = false }])
        {
            var rows = (await school.CycleList.PageAsync(school.SystemAdmin, wish, None)).Rows;
            var keys = rows.Select(row => wish.ByCode ? row.AcademicYear : row.School.ToLowerInvariant());
            Assert.Equal(wish.Descending ? keys.OrderDescending(StringComparer.Ordinal) : keys.Order(StringComparer.Ordinal), keys);
            var third = rows[2];
            var rest = (await school.CycleList.PageAsync(school.SystemAdmin, wish with { After = new CodeCursor(third.SortKey, third.Code) }, None)).Rows;
            Assert.Equal(rows.Skip(3).Select(row => row.Code), rest.Select(row => row.Code));
        }
    }

    [Fact]
    public async Task Only_the_branchs_admin_and_SystemAdmin_set_cycles_up()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        foreach (var (other, refused) in new (Actor, Type)[] { (school.Clerk, typeof(Forbidden)), (school.ForeignAdmin, typeof(NotFound)), (school.Officer, typeof(Forbidden)), (school.Parent, typeof(Forbidden)) })
        {
            Assert.IsType(refused, await school.Cycles.PlanAsync(other, Next, Ahead, None));
            Assert.IsType(refused, await school.CycleClasses.AddAsync(other, Here, ClassOne, new ClassTerms(1, [], new SeatPlan(1, 0)), None));
            Assert.IsType(refused, await school.Questions.AddAsync(other, Here, AQuestion("Mine?"), None));
            Assert.Null(await school.CycleList.CycleAsync(other, Here, None));
        }

        var list = await school.CycleList.PageAsync(school.Admin, All, None);
        Assert.All(list.Rows, row => Assert.Equal("272501", row.BranchId));
        Assert.Equal(8, (await school.CycleList.PageAsync(school.SystemAdmin, All, None)).Rows.Count);
        Assert.Empty((await school.CycleList.PageAsync(school.Clerk, All, None)).Rows);
    }

    [Theory]
    [InlineData("Clerk", "update admissions.cycle set closes_time = closes_time + interval '9 days'")]
    [InlineData("Clerk", "update admissions.cycle_class set fee_paise = 0")]
    [InlineData("Clerk", "insert into admissions.question (branch_id, institution_code, academic_year, key, position, kind, label) values ('272501', '01', '2025-26', 'q1', 1, 'text', 'Mine?')")]
    [InlineData("Clerk", "select admissions.set_seats('272501', '01', '2025-26', 'SB', 'GEN', '01', 'open', 99)")]
    [InlineData("Admin", "select admissions.set_seats('272502', '01', '2025-26', 'SB', 'GEN', '01', 'open', 99)")]
    [InlineData("Admin", "insert into admissions.question (branch_id, institution_code, academic_year, key, position, kind, label) values ('272502', '01', '2025-26', 'q1', 1, 'text', 'Mine?')")]
    [InlineData("Admin", "insert into admissions.seat (branch_id, institution_code, academic_year, programme_code, department_code, class_code, quota, seat_no) values ('272501', '01', '2025-26', 'SB', 'GEN', '01', 'open', 99)")]
    [InlineData("Admin", "delete from admissions.seat")]
    [InlineData("Admin", "update admissions.cycle_change set actor_name = 'Other'")]
    public async Task Nor_does_the_database_let_anyone_else(string who, string sql)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        const string Everything = """
            select (select string_agg(c::text, ';' order by c) from admissions.cycle c) || (select string_agg(k::text, ';' order by k) from admissions.cycle_class k)
              || (select count(*) from admissions.seat) || (select count(*) from admissions.question) || (select count(*) from admissions.cycle_change)
            """;
        var before = await school.Database.ScalarAsync<string>(Everything);
        var actor = who is "Admin" ? school.Admin : school.Clerk;

        await Record.ExceptionAsync(() => school.Database.ExecuteAsync(
            $"begin; set local role vise_staff; set local vise.lo = '272501'; set local vise.hi = '272501~'; set local vise.account = '{actor.Account}'; {sql}; commit", school.Database.AppConnection));

        Assert.Equal(before, await school.Database.ScalarAsync<string>(Everything));
    }

    private static QuestionWish AQuestion(string label) =>
        new(QuestionKind.Text, label, new Dictionary<string, string>(), "", new Dictionary<string, string>(), [], false, []);
}
