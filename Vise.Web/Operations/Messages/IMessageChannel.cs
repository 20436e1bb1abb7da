using Vise.Domain.Codes;

namespace Vise.Web.Operations.Messages;

/// <summary>A message to one person.</summary>
/// <param name="Branch">Where it belongs; null for one to an address of no branch.</param>
/// <param name="NotificationId">The row that it is written down in.</param>
/// <param name="MessageId">The same however often it is tried; mail stores know a copy by it.</param>
/// <param name="Address">To whom.</param>
/// <param name="Language">In which language it is, BCP 47.</param>
/// <param name="Kind">What it is about, such as <c>Offer</c>: gateways have a registered template for each.</param>
/// <param name="Subject">One line; an SMS has none.</param>
/// <param name="Body">Plain text, short for an SMS.</param>
public sealed record Message(BranchId? Branch, Guid NotificationId, string MessageId, string Address, string Language, string Kind, string Subject, string Body);

/// <summary>What a channel says to a message.</summary>
public enum Handover
{
    /// <summary>Taken; it is the channel's now.</summary>
    Taken,

    /// <summary>Surely not taken, later perhaps.</summary>
    NotNow,

    /// <summary>Surely not taken, and never will be.</summary>
    Never,

    /// <summary>The answer got lost: it may have been taken.</summary>
    Unknown,
}

/// <summary>The channel's answer; <paramref name="Why"/> names no person and no address.</summary>
public sealed record HandoverAnswer(Handover What, string? Why = null);

/// <summary>A way to a person: e-mail by SMTP, SMS by a gateway, the demo's mailbox.</summary>
public interface IMessageChannel
{
    /// <summary>The name that is kept with the notification.</summary>
    string Name { get; }

    /// <summary>
    /// Hands the message over. Calls <paramref name="handingOver"/> once, when only the last bytes are missing, and goes no further when it says no.
    /// Never throws for what the other side does.
    /// </summary>
    Task<HandoverAnswer> SendAsync(Message message, Func<Task<bool>> handingOver, CancellationToken ct);

    /// <summary>Whether the channel took the message earlier; null when it can't tell.</summary>
    Task<bool?> HasTakenAsync(Message message, CancellationToken ct);
}
