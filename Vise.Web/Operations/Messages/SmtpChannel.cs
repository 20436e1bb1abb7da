using System.Globalization;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Vise.Web.Operations.Messages;

/// <summary>E-mail by SMTP.</summary>
public sealed class SmtpChannel(SmtpSettings settings) : IMessageChannel
{
    // below the outbox's lease, so that a slow server's answer still finds the claim in force
    private const int PatienceMilliseconds = 10_000;

    public string Name => "email";

    public async Task<HandoverAnswer> SendAsync(Message message, Func<Task<bool>> handingOver, CancellationToken ct)
    {
        var moment = new LastMoment(handingOver);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(2 * PatienceMilliseconds);
        try
        {
            using var client = new SmtpClient { Timeout = PatienceMilliseconds };
            await client.ConnectAsync(settings.Host, settings.Port, settings.Security, patience.Token);
            if (settings.User is { } user)
            {
                await client.AuthenticateAsync(user, settings.Password!, patience.Token);
            }

            using var mail = Written(message);
            await client.SendAsync(mail, patience.Token, moment);
            await LeaveAsync(client);
            return new HandoverAnswer(Handover.Taken);
        }
        catch (SmtpCommandException answer)
        {
            // a clear no, with its number; the server's own words may quote the address
            var why = string.Create(CultureInfo.InvariantCulture, $"The mail server answered {(int)answer.StatusCode} ({answer.ErrorCode})");
            var never = (int)answer.StatusCode >= 500 && answer.ErrorCode is (SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted);
            return new HandoverAnswer(never ? Handover.Never : Handover.NotNow, why);
        }
        catch (ParseException)
        {
            return new HandoverAnswer(Handover.Never, "The address can't be read");
        }
        catch (Exception e) when (e is IOException or SocketException or ServiceNotConnectedException or ProtocolException or SslHandshakeException
            or MailKit.Security.AuthenticationException or NotSupportedException or TimeoutException or OperationCanceledException)
        {
            return new HandoverAnswer(moment.Passed ? Handover.Unknown : Handover.NotNow, $"The mail server could not be worked with: {e.GetType().Name}");
        }
    }

    // SMTP has no such question
    public Task<bool?> HasTakenAsync(Message message, CancellationToken ct) => Task.FromResult<bool?>(null);

    private MimeMessage Written(Message message)
    {
        var mail = new MimeMessage
        {
            MessageId = message.MessageId,
            Subject = message.Subject,
            Body = new TextPart("plain") { Text = message.Body },
        };
        mail.From.Add(settings.From);
        mail.To.Add(MailboxAddress.Parse(message.Address));
        mail.Headers.Add(HeaderId.ContentLanguage, message.Language);
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return mail;
    }

    // the message is taken already; how the goodbye goes does not matter
    private static async Task LeaveAsync(SmtpClient client)
    {
        try
        {
            await client.DisconnectAsync(quit: true);
        }
        catch (Exception e) when (e is IOException or ProtocolException or SocketException)
        {
            client.Dispose();
        }
    }

    /// <summary>The library reports before the line that ends the message: until then the server takes nothing.</summary>
    private sealed class LastMoment(Func<Task<bool>> handingOver) : ITransferProgress
    {
        public bool Passed { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => Report(bytesTransferred);

        public void Report(long bytesTransferred)
        {
            if (Passed)
            {
                return;
            }

            // the library's report can't be awaited
            if (!handingOver().GetAwaiter().GetResult())
            {
                throw new OperationCanceledException("Another node has the claim.");
            }

            Passed = true;
        }
    }
}
