using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <content>What the family asks the branch about it.</content>
public sealed partial class Application
{
    /// <summary>Whether questions are taken: from the first hand-in until the application ends.</summary>
    public static bool TakesEnquiries(ApplicationStatus status, DateTimeOffset? submitted) => submitted is not null && !Lifecycle.IsEnd(status);

    /// <summary>Puts a question to the branch.</summary>
    /// <param name="by">One of the family.</param>
    /// <param name="at">Now.</param>
    /// <param name="text">The question as typed.</param>
    /// <param name="known">The application's questions that are open or of the last 24 hours.</param>
    public Outcome<Enquiry> Ask(Actor by, DateTimeOffset at, string? text, IReadOnlyCollection<Enquiry> known)
    {
        if (!by.May(Duty.ApplyForOwnChild))
        {
            return new Forbidden();
        }

        if (NotTheirs(by) is { } refusal)
        {
            return refusal;
        }

        if (!TakesEnquiries(Status, SubmittedTime))
        {
            return new EnquiryRefused("Closed");
        }

        return known.Count(other => other.IsOpen) >= Enquiry.MostOpen ? new EnquiryRefused("TooManyOpen")
            : known.Count(other => other.AskedTime > at.AddDays(-1)) >= Enquiry.MostADay ? new EnquiryRefused("TooManyToday")
            : Enquiry.Of(ApplicationId, by, at, text);
    }

    /// <summary>Answers a question of the family, whatever has become of the application meanwhile; once.</summary>
    public Refusal? AnswerTo(Enquiry enquiry, Actor by, DateTimeOffset at, string? text) =>
        !by.May(Duty.ReviewApplications) ? new Forbidden() : NotTheirs(by) ?? enquiry.Take(by, at, text);
}
