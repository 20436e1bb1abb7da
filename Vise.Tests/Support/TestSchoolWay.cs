using Vise.Data.Finance;
using Vise.Domain;
using Vise.Domain.Admissions;
using Xunit;

namespace Vise.Tests.Support;

// How an application comes to a status.
public sealed partial class TestSchool
{
    /// <summary>An application that has come, step by step and by the right people, to a status.</summary>
    public async Task<ApplicationId> AnApplicationAsync(ApplicationStatus at, IReadOnlyDictionary<string, string>? fields = null)
    {
        var id = await ADraftAsync(fields: fields);
        foreach (var step in WayTo(at))
        {
            Assert.Null(await step(id));
        }

        return id;
    }

    private IEnumerable<Func<ApplicationId, Task<Refusal?>>> WayTo(ApplicationStatus at)
    {
        var none = CancellationToken.None;
        if (at is ApplicationStatus.Withdrawn)
        {
            return [id => Drafts.WithdrawAsync(Parent, id, null, "moved away", none)];
        }

        if (at is ApplicationStatus.Expired)
        {
            return [async id => { await Database.ExecuteAsync($"alter table users.application disable trigger user; update users.application set application_status = 'expired' where application_id = '{id}'; alter table users.application enable trigger user"); return null; }];
        }

        List<(ApplicationStatus Status, Func<ApplicationId, Task<Refusal?>> Step)> way =
        [
            (ApplicationStatus.Submitted, id => Drafts.SubmitAsync(Parent, id, none)),
            (ApplicationStatus.Review, id => Review.StartReviewAsync(Clerk, id, null, none)),
            (ApplicationStatus.Accepted, id => Review.AcceptAsync(Admin, id, null, none)),
            (ApplicationStatus.Offer, id => Offers.IssueOfferAsync(Admin, id, null, null, none)),
            (ApplicationStatus.Fees, id => Offers.TakeOfferAsync(Parent, id, null, none)),
            (ApplicationStatus.Enrolled, async id => (await Payments.RecordAsync(Clerk, id, null, new CounterPayment(125000, "cash", null), none)).Refusal
                ?? await Enrolment.EnrolAsync(Admin, id, null, none)),
        ];
        if (at is ApplicationStatus.Rejected)
        {
            return [way[0].Step, way[1].Step, id => Review.RejectAsync(Admin, id, null, "outside the area", none)];
        }

        return way.TakeWhile(step => step.Status <= at).Select(step => step.Step);
    }
}
