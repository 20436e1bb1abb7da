using System.Globalization;
using Vise.Domain.Codes;

namespace Vise.Domain.Admissions;

/// <summary>What a change must cause, kept in the change's own transaction (SPEC 3). It names no person: whoever carries it out looks them up.</summary>
public sealed class OutboxEntry
{
    public BranchId BranchId { get; private set; }

    public Guid OutboxId { get; private set; }

    public ApplicationId? ApplicationId { get; private set; }

    public const string TellFamilyKind = "tell-family";

    /// <summary>A warning that a draft will lapse; its payload says in how many days.</summary>
    public const string WarnDraftKind = "warn-draft";

    /// <summary>A payment was noted; its payload says how much, and what remains.</summary>
    public const string TellPaymentKind = "tell-payment";

    /// <summary>A reminder that the family has a day to keep; its payload says in which status and until when. Written where it falls due, by ReminderDesk.</summary>
    public const string RemindKind = "remind";

    /// <summary>The cycle no longer takes forms, or has ended, with the family's form not handed in or not decided on: its payload says which status. Written by CycleEndDesk.</summary>
    public const string CycleKind = "cycle";

    /// <summary>A seat was let go: the next on the waiting list gets it. The database itself writes it, whoever frees the seat (migrations/V015).</summary>
    public const string SeatFreedKind = "seat-freed";

    /// <summary>What is to be done: <see cref="SeatFreedKind"/>, or one of the messages.</summary>
    public string Kind { get; private set; } = "";

    public Dictionary<string, string> Payload { get; private set; } = [];

    /// <summary>A message to the family about the step just taken.</summary>
    /// <param name="about">The step.</param>
    /// <param name="until">Until when the family has to act after it, if it has to.</param>
    /// <param name="feePaise">What is to be paid after it, paise; null where the step is not about a fee.</param>
    public static OutboxEntry TellFamily(ApplicationEvent about, DateTimeOffset? until, long? feePaise = null) => new()
    {
        OutboxId = Guid.NewGuid(),
        BranchId = about.BranchId,
        ApplicationId = about.ApplicationId,
        Kind = TellFamilyKind,
        Payload = new(StringComparer.Ordinal)
        {
            ["from"] = Name(about.FromStatus),
            ["to"] = Name(about.ToStatus),
            ["until"] = Moment(until),
            ["by"] = about.ActorRole.ToString(),
            ["fee"] = Paise(feePaise),
        },
    };

    /// <summary>A message to the family that its payment was noted.</summary>
    /// <param name="id">For which application.</param>
    /// <param name="amountPaise">What was paid, paise.</param>
    /// <param name="restPaise">What remains, paise; nothing when it is paid in full.</param>
    /// <param name="until">Until when the rest is due.</param>
    public static OutboxEntry TellPayment(ApplicationId id, long amountPaise, long restPaise, DateTimeOffset? until) => new()
    {
        OutboxId = Guid.NewGuid(),
        BranchId = id.Branch,
        ApplicationId = id,
        Kind = TellPaymentKind,
        Payload = new(StringComparer.Ordinal)
        {
            ["amount"] = Paise(amountPaise),
            ["rest"] = Paise(restPaise),
            ["until"] = Moment(until),
        },
    };

    /// <summary>What the payload says a message is about, where it is not about a step: the branch has answered a question.</summary>
    public const string AboutAnswer = "answer";

    /// <summary>The branch has changed what the family asked it to change.</summary>
    public const string AboutGranted = "granted";

    /// <summary>The branch has not.</summary>
    public const string AboutDeclined = "declined";

    /// <summary>The branch can't use a document: the payload says which, why and until when the family replaces it, and nothing that anybody typed.</summary>
    public const string AboutDocument = "document";

    /// <summary>A message to the family that the branch can't use a document.</summary>
    public static OutboxEntry TellRefused(Document document)
    {
        var told = TellFamily(document.ApplicationId, AboutDocument);
        told.Payload["document"] = document.DocumentId.ToString();
        told.Payload["kind"] = document.Kind;
        told.Payload["fault"] = document.Fault ?? "";
        told.Payload["until"] = Moment(document.ReplaceBy);
        return told;
    }

    /// <summary>A message to the family about something else than a step.</summary>
    public static OutboxEntry TellFamily(ApplicationId id, string about) => new()
    {
        OutboxId = Guid.NewGuid(),
        BranchId = id.Branch,
        ApplicationId = id,
        Kind = TellFamilyKind,
        Payload = new(StringComparer.Ordinal) { ["about"] = about },
    };

    /// <summary>A warning to the family that the draft will lapse within so many days.</summary>
    public static OutboxEntry WarnDraft(ApplicationId draft, int days, DateTimeOffset until) => new()
    {
        OutboxId = Guid.NewGuid(),
        BranchId = draft.Branch,
        ApplicationId = draft,
        Kind = WarnDraftKind,
        Payload = new(StringComparer.Ordinal)
        {
            ["days"] = days.ToString(CultureInfo.InvariantCulture),
            ["until"] = Moment(until),
        },
    };

    private static string Moment(DateTimeOffset? moment) => moment?.ToString("O", CultureInfo.InvariantCulture) ?? "";

    private static string Paise(long? amount) => amount?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Name(ApplicationStatus? status) => status is { } known ? StatusNames.Of(known) : "";
}
