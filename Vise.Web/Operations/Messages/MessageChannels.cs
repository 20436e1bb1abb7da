namespace Vise.Web.Operations.Messages;

/// <summary>
/// The ways to people that this installation has. Which one an address goes by is decided here alone: an e-mail address by SMTP, a mobile
/// number by the SMS gateway; in demo mode what has no way of its own goes to the mailbox.
/// </summary>
/// <param name="email">For e-mail addresses; null when no mail server is set.</param>
/// <param name="sms">For mobile numbers; null when no gateway is set.</param>
public sealed class MessageChannels(IMessageChannel? email, IMessageChannel? sms)
{
    /// <summary>Whether anybody can be reached; else messages wait.</summary>
    public bool Any => email is not null || sms is not null;

    /// <summary>Whether messages lie in the demo's mailbox.</summary>
    public bool UseMailbox => email is MailboxChannel || sms is MailboxChannel;

    /// <summary>The channel for an address (<c>meera@school.example</c>, <c>+919823012345</c>), or null when there is none for its kind.</summary>
    public IMessageChannel? For(string address) => IsMobile(address) ? sms : email;

    /// <summary>Whether an address is a mobile number.</summary>
    public static bool IsMobile(string address) => !address.Contains('@', StringComparison.Ordinal);
}
