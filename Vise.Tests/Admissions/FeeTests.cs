using Vise.Data.Admissions;
using Vise.Data.Finance;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Admissions;

public class FeeTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_seat_of_the_RTE_quota_costs_nothing()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await school.Database.ExecuteAsync("insert into codes.income_cap (state_code, cap_paise) values ('27', 10000000)");
        var id = await school.ADraftAsync(fields: TestForm.With(("sought.quota", "rte"), ("sought.rteGround", "weaker"), ("sought.rteIncome", "1,00,000")));
        Assert.Equal("IncomeOverCap", Assert.Single(Assert.IsType<FormIncomplete>(await school.Drafts.SubmitAsync(school.Parent, id, None)).Problems).Code);
        Assert.Null((await school.Drafts.SaveAsync(school.Parent, id, [new FieldEdit("sought.rteIncome", "84,000", 1)], None)).Refusal);
        Assert.Null(await school.Drafts.SubmitAsync(school.Parent, id, None));
        Assert.Null(await school.Review.StartReviewAsync(school.Clerk, id, null, None));
        Assert.Null(await school.Review.AcceptAsync(school.Admin, id, null, None));
        Assert.Null(await school.Offers.IssueOfferAsync(school.Admin, id, null, null, None));
        Assert.Null(await school.Offers.TakeOfferAsync(school.Parent, id, null, None));

        Assert.IsType<AmountInvalid>((await school.Payments.RecordAsync(school.Clerk, id, null, new CounterPayment(100, "cash", null), None)).Refusal);
        Assert.Null(await school.Enrolment.EnrolAsync(school.Admin, id, null, None));
    }

    [Fact]
    public async Task Two_clerks_who_look_at_one_instalment_take_it_once()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Fees);
        var seen = await school.VersionAsync(id);

        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => school.Payments.RecordAsync(school.Clerk, id, seen, new CounterPayment(10000, "cash", null), None)));

        Assert.Single(both, outcome => outcome.Refusal is null);
        Assert.Single(both, outcome => outcome.Refusal is EditedByAnother);
    }
}
