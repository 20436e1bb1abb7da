using System.Text.Json.Serialization;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Shell;
using Vise.Web.Shell.Api;

namespace Vise.Web.Admissions.Api;

/// <summary>Leads an application from one status to the next: each <c>to</c> is one verb of one desk.</summary>
internal static class TransitionsApi
{
    private const int UsualCorrectionDays = 7;
    private const int LongestText = 1000;

    public static void Map(IEndpointRouteBuilder app) => app.MapPost(ApiPaths.Transitions, MoveAsync).WithName("moveApplication")
        .WithSummary("Leads the application to another status")
        .WithDescription("""
            review and draft (return for correction, with remarks by field path) need a Clerk; accepted, rejected, offer and enrolled a BranchAdmin; fees takes the
            offer up for the family. rejected and withdrawn need a reason. days (1-60, 7 unless given) is for draft, lastDay (yyyy-MM-dd) for offer. expired is
            VISE's own. A change that another made since the request came in is a 409; with If-Match, one made since you read it is a 412.
            """)
        .Accepts<Transition>("application/json")
        .Produces<Standing>().Problems(400, 404, 409, 412, 415, 422)
        .ReadsHeader("If-Match", "The ETag that you read")
        .ExampleRequest(new Transition("draft", "One answer to mend", new Dictionary<string, string> { ["child.birthDate"] = "The birth certificate says 14 October." }, 7));

    private static async Task<IResult> MoveAsync(
        string applicationId, Transition body, HttpContext http, ApplicationDoor door, ApiProblems problems,
        DraftDesk drafts, ReviewDesk reviews, OfferDesk offers, EnrolmentDesk enrolments, CancellationToken ct)
    {
        if (!StatusNames.TryParse(body.To, out var to) || DutyOf(to) is not { } duty)
        {
            var offered = Enum.GetValues<ApplicationStatus>().Where(status => DutyOf(status) is not null).Select(StatusNames.Of);
            return await door.EnterAsync(applicationId, Duty.ReadApplications, (_, _) => Task.FromResult(
                door.Invalid([("to", problems.Error("To", string.Join(", ", offered)))])), ct);
        }

        var reason = Typed.Clean(body.Reason);
        return await door.EnterAsync(applicationId, duty, async (by, id) =>
        {
            var (sent, seen) = await door.SeenAsync(http, by, id, ct);
            var errors = Errors(body, to, reason, problems);
            if (errors.Count > 0)
            {
                return door.Invalid(errors);
            }

            var remarks = body.Remarks?.Select(remark => new FieldRemark(remark.Key, Typed.Clean(remark.Value))).ToList() ?? [];
            var refusal = to switch
            {
                ApplicationStatus.Submitted => await drafts.SubmitAsync(by, id, ct),
                ApplicationStatus.Review => await reviews.StartReviewAsync(by, id, seen, ct),
                ApplicationStatus.Draft => await reviews.ReturnAsync(by, id, seen, body.Days ?? UsualCorrectionDays, remarks, reason.Length == 0 ? null : reason, ct),
                ApplicationStatus.Accepted => await reviews.AcceptAsync(by, id, seen, ct),
                ApplicationStatus.Rejected => await reviews.RejectAsync(by, id, seen, reason, ct),
                ApplicationStatus.Offer => await offers.IssueOfferAsync(by, id, seen, body.LastDay, ct),
                ApplicationStatus.Fees => await offers.TakeOfferAsync(by, id, seen, ct),
                ApplicationStatus.Enrolled => await enrolments.EnrolAsync(by, id, seen, ct),
                _ => await drafts.WithdrawAsync(by, id, seen, reason, ct),
            };
            return refusal is null ? await door.StandingAsync(http, by, id, ct) : await door.SayAsync(refusal, ct, sent);
        }, ct);
    }

    /// <summary>The duty that a status is led to under; null for what is never a client's.</summary>
    private static Duty? DutyOf(ApplicationStatus to) => to switch
    {
        ApplicationStatus.Review or ApplicationStatus.Draft => Duty.ReviewApplications,
        ApplicationStatus.Accepted or ApplicationStatus.Rejected => Duty.DecideApplications,
        ApplicationStatus.Offer => Duty.IssueOffers,
        ApplicationStatus.Enrolled => Duty.EnrolStudents,
        ApplicationStatus.Expired => null,
        _ => Duty.EnterApplications,
    };

    private static List<(string, string)> Errors(Transition body, ApplicationStatus to, string reason, ApiProblems problems)
    {
        List<(string, string)> errors = [];
        if (reason.Length > LongestText)
        {
            errors.Add(("reason", problems.Error("TooLong", LongestText)));
        }

        foreach (var (path, remark) in body.Remarks ?? [])
        {
            if (AdmissionForm.Find(path) is null && !path.StartsWith("documents.", StringComparison.Ordinal) && !path.StartsWith(Question.Prefix, StringComparison.Ordinal))
            {
                errors.Add(("remarks." + path, problems.Error("Unknown")));
            }
            else if (remark?.Length > LongestText)
            {
                errors.Add(("remarks." + path, problems.Error("TooLong", LongestText)));
            }
        }

        if (to == ApplicationStatus.Draft && body.Days is < 1 or > ReviewDesk.MostCorrectionDays)
        {
            errors.Add(("days", problems.Error("Limit", ReviewDesk.MostCorrectionDays)));
        }

        return errors;
    }

    /// <summary>A wanted change of status.</summary>
    /// <param name="To">The status wanted, lower case.</param>
    /// <param name="Reason">Why; needed to reject and to withdraw.</param>
    /// <param name="Remarks">By field path: what to mend in a returned form.</param>
    /// <param name="Days">How long the family has to mend it.</param>
    /// <param name="LastDay">The last day of an offer; the cycle's own number of days when absent.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Transition(string To, string? Reason = null, Dictionary<string, string>? Remarks = null, int? Days = null, DateOnly? LastDay = null);
}
