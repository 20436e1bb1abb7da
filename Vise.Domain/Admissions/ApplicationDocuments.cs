using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <content>What the branch says of each document, and what the family then may do.</content>
public sealed partial class Application
{
    /// <summary>Whether the branch checks documents: from the hand-in until it has decided. The database holds the same (migrations/V031).</summary>
    public static bool ChecksDocuments(ApplicationStatus status) => status is ApplicationStatus.Submitted or ApplicationStatus.Review;

    /// <summary>Finds a document of the application in order; a refusal of it is taken back by that.</summary>
    public Refusal? Verify(Document document, Actor by, DateTimeOffset at)
    {
        if (MayCheck(by) is { } refusal)
        {
            return refusal;
        }

        document.Verify(by, at);
        return null;
    }

    /// <summary>Says that a document can't be used, why, and until when the family is asked to replace it. Of two who say so the second is told.</summary>
    public Refusal? RefuseDocument(Document document, Actor by, DateTimeOffset at, DocumentFault fault, DateTimeOffset until)
    {
        if (MayCheck(by) is { } refusal)
        {
            return refusal;
        }

        if (document.RefusedTime is not null)
        {
            return new Collided();
        }

        if (until <= at)
        {
            return new DeadlineInvalid();
        }

        document.Refuse(by, at, fault, until);
        return null;
    }

    /// <summary>Whether the family may put another in the place of a document though the form is handed in: while it stands refused.</summary>
    /// <param name="document">The document; null for one that isn't there.</param>
    /// <param name="by">Who replaces it.</param>
    public Refusal? MayReplace(Document? document, Actor by) =>
        !by.IsFamily || document?.RefusedTime is null || !ChecksDocuments(Status) ? new NoSuchStep(Status, ApplicationStatus.Draft) : NotTheirs(by);

    private Refusal? MayCheck(Actor by) =>
        !ChecksDocuments(Status) ? new NoSuchStep(Status, ApplicationStatus.Review)
            : NotTheirs(by) ?? (by.May(Duty.ReviewApplications, BranchId) ? null : new Forbidden());
}
