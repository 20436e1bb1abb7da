using Vise.Domain.Admissions;
using static Vise.Domain.Admissions.ApplicationStatus;

namespace Vise.Data.Operations.Seed;

/// <summary>Who works for a made branch.</summary>
internal sealed record MadeStaff(MadeAccount Admin, MadeAccount Clerk, MadeAccount OtherClerk);

/// <summary>Tells an application's story in times and events: who did which step when, and the columns that follow from it. Days are India's, times UTC.</summary>
internal static class SeedTimes
{
    private static readonly string[] WhyRejected =
    [
        "The family lives outside the area that the school serves.", "The child is above the age of the class.", "The certificate could not be verified.", "The class is full.",
    ];

    private static readonly string[] WhyWithdrawn = ["We are moving to another city.", "Our child goes to another school.", "We applied for the wrong class.", "The school is too far."];

    private static readonly TimeSpan India = new(5, 30, 0);

    /// <summary>Fills in the form's times and events.</summary>
    public static void Tell(MadeForm form, MadeStaff staff, DateOnly today, ref SeedRandom random)
    {
        var way = Way(form.Story, ref random);
        var days = new int[way.Count];
        for (var step = 1; step < way.Count; step++)
        {
            days[step] = days[step - 1] + SeedStories.DaysTo(way[step - 1], way[step], ref random);
        }

        var first = form.Story.MostAge > 0 ? today.AddDays(-random.Between(1, form.Story.MostAge) - days[^1]) : form.Session.Opens.AddDays(random.Below(100));
        for (var step = 0; step < way.Count; step++)
        {
            Step(form, step == 0 ? null : way[step - 1], way[step], first.AddDays(days[step]), staff, ref random);
        }

        form.Updated = way.Count == 1 ? form.Saved : form.Events[^1].Time;
        if (way.Count == 1)
        {
            form.Filled = (short)random.Between(4, 16);
        }
    }

    /// <summary>The last second of a day in India.</summary>
    internal static DateTime EndOf(DateOnly day) => At(day, (24 * 3600) - 1);

    // now and then a form goes back to the family once
    private static List<ApplicationStatus> Way(SeedStory story, ref SeedRandom random)
    {
        List<ApplicationStatus> way = [.. story.Way];
        if (way.Count > 3 && way[3] != Draft && random.Chance(6))
        {
            way.InsertRange(3, [Draft, Submitted, Review]);
        }

        return way;
    }

    private static void Step(MadeForm form, ApplicationStatus? from, ApplicationStatus to, DateOnly day, MadeStaff staff, ref SeedRandom random)
    {
        var (role, account, name) = Actor(form, from, to, staff, ref random);
        var time = (from, to) switch
        {
            // a minute or two after the deadline of that very draft
            (Draft, Expired) => form.DraftExpires!.Value.AddSeconds(random.Between(5, 300)),
            (_, Expired) => At(day, random.Between(5, 300)),
            _ => At(day, role == "Parent" ? random.Between(7 * 3600, 22 * 3600) : random.Between(9 * 3600, 17 * 3600)),
        };
        string? reason = null;
        switch (to)
        {
            case Draft when from is null:
                form.Saved = time.AddMinutes(random.Between(5, 90));
                form.DraftExpires = form.Saved.AddDays(Application.DraftDays);
                break;
            case Draft:
                form.CorrectionDue = EndOf(day.AddDays(10));
                form.DraftExpires = time.AddDays(Application.DraftDays);
                break;
            case Submitted:
                form.Saved = from == Draft && form.Submitted is not null ? time.AddMinutes(-5) : form.Saved;
                (form.Submitted, form.DraftExpires, form.CorrectionDue) = (time, null, null);
                break;
            case Review:
                form.Reviewer = name;
                break;
            case Accepted:
                (form.Verified, form.Verifier) = (time.AddMinutes(-random.Between(10, 200)), staff.Clerk.Name);
                (form.Reviewed, form.Reviewer) = (time, name);
                break;
            case Rejected:
                reason = from == Accepted ? "No seat came free by the end of the admissions." : random.Of(WhyRejected);
                (form.Reviewed, form.Reviewer) = (time, name);
                break;
            case Offer:
                (form.OfferIssued, form.OfferExpires) = (time, EndOf(day.AddDays(7)));
                break;
            case Fees:
                (form.OfferAnswered, form.FeesDue) = (time, EndOf(day.AddDays(7)));
                break;
            case Enrolled:
                var free = form.Quota == "rte" || form.Class.FeePaise == 0;
                form.Enrolled = time;
                form.FeesPaid = free ? time : At(day.AddDays(-1), random.Between(9 * 3600, 17 * 3600));
                form.Payee = free ? null : staff.OtherClerk;
                break;
            case Withdrawn:
                reason = random.Of(WhyWithdrawn);
                break;
            default:
                form.ExpiryChecked = from == Draft ? time : null;
                break;
        }

        form.Events.Add(new MadeEvent(time, account, role, name, from, to, reason));
    }

    // as the lifecycle's table says; the family's steps of a walk-in form are the clerk's
    private static (string Role, Guid? Account, string Name) Actor(MadeForm form, ApplicationStatus? from, ApplicationStatus to, MadeStaff staff, ref SeedRandom random)
    {
        if (to == Expired)
        {
            return ("System", null, "deadlines");
        }

        var family = to is Submitted or Fees or Withdrawn || from is null;
        if (family && form.Family.Account is { } parent)
        {
            return ("Parent", parent.Id, parent.Name);
        }

        var admin = (to == Withdrawn && from != Draft) || to is Accepted or Rejected or Offer or Enrolled;
        var who = admin ? staff.Admin : random.Chance(50) ? staff.Clerk : staff.OtherClerk;
        return (admin ? "BranchAdmin" : "Clerk", who.Id, who.Name);
    }

    private static DateTime At(DateOnly day, int second) => DateTime.SpecifyKind(day.ToDateTime(TimeOnly.MinValue).AddSeconds(second) - India, DateTimeKind.Utc);
}
