using System.Globalization;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Vise.Web.Operations.Messages;

/// <summary>E-mail by SMTP. A connection is kept for the next message for a moment, so that a batch needs one.</summary>
public sealed class SmtpChannel(SmtpSettings settings) : IMessageChannel, IAsyncDisposable
{
    // below the outbox's lease, so that a slow server's answer still finds the claim in force
    private const int PatienceMilliseconds = 10_000;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _one = new(1, 1);
    private SmtpClient? _kept;
    private long _keptSince;

    public string Name => "email";

    public async Task<HandoverAnswer> SendAsync(Message message, Func<Task<bool>> handingOver, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var moment = new LastMoment(handingOver);
            var reused = _kept is not null;
            var (answer, cut) = await TryAsync(message, moment, ct);
            // a kept connection may have been closed by the server meanwhile; nothing was handed over on it
            return reused && cut && !moment.Asked ? (await TryAsync(message, moment, ct)).Answer : answer;
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync(Interlocked.Exchange(ref _kept, null));
        _one.Dispose();
    }

    private async Task<(HandoverAnswer Answer, bool Cut)> TryAsync(Message message, LastMoment moment, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(2 * PatienceMilliseconds);
        var client = Interlocked.Exchange(ref _kept, null);
        try
        {
            client ??= await ConnectAsync(patience.Token);
            using var mail = Written(message);
            await client.SendAsync(mail, patience.Token, moment);
            Keep(client);
            client = null;
            return (new HandoverAnswer(Handover.Taken), false);
        }
        catch (SmtpCommandException answer)
        {
            // a clear no, with its number; the server's own words may quote the address
            var why = string.Create(CultureInfo.InvariantCulture, $"The mail server answered {(int)answer.StatusCode} ({answer.ErrorCode})");
            var never = (int)answer.StatusCode >= 500 && answer.ErrorCode is (SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted);
            // 421: the server closes a connection that it has had for long
            return (new HandoverAnswer(never ? Handover.Never : Handover.NotNow, why), answer.StatusCode is SmtpStatusCode.ServiceNotAvailable);
        }
        catch (ParseException)
        {
            return (new HandoverAnswer(Handover.Never, "The address can't be read"), false);
        }
        catch (Exception e) when (e is IOException or SocketException or ServiceNotConnectedException or ProtocolException or SslHandshakeException
            or MailKit.Security.AuthenticationException or NotSupportedException or TimeoutException or OperationCanceledException)
        {
            return (new HandoverAnswer(moment.Passed ? Handover.Unknown : Handover.NotNow, $"The mail server could not be worked with: {e.GetType().Name}"), true);
        }
        finally
        {
            // one that failed is let go without a word
            client?.Dispose();
        }
    }

    private async Task<SmtpClient> ConnectAsync(CancellationToken ct)
    {
        var client = new SmtpClient { Timeout = PatienceMilliseconds };
        try
        {
            await client.ConnectAsync(settings.Host, settings.Port, settings.Security, ct);
            if (settings.User is { } user)
            {
                await client.AuthenticateAsync(user, settings.Password!, ct);
            }

            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    // for the next message, if it comes soon
    private void Keep(SmtpClient client)
    {
        var since = Interlocked.Increment(ref _keptSince);
        _kept = client;
        _ = Task.Delay(Rest).ContinueWith(
            _ => Interlocked.Read(ref _keptSince) == since ? LeaveAsync(Interlocked.CompareExchange(ref _kept, null, client) == client ? client : null) : Task.CompletedTask,
            TaskScheduler.Default);
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

    // what was to be said is said; how the goodbye goes does not matter
    private static async Task LeaveAsync(SmtpClient? client)
    {
        if (client is null)
        {
            return;
        }

        try
        {
            using var patience = new CancellationTokenSource(PatienceMilliseconds);
            await client.DisconnectAsync(quit: client.IsConnected, patience.Token);
        }
        catch (Exception e) when (e is IOException or ProtocolException or SocketException or SmtpCommandException or OperationCanceledException)
        {
            // gone already
        }

        client.Dispose();
    }

    /// <summary>The library reports before the line that ends the message: until then the server takes nothing.</summary>
    private sealed class LastMoment(Func<Task<bool>> handingOver) : ITransferProgress
    {
        public bool Passed { get; private set; }

        public bool Asked { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => Report(bytesTransferred);

        public void Report(long bytesTransferred)
        {
            if (Passed)
            {
                return;
            }

            Asked = true;
            // the library's report can't be awaited
            if (!handingOver().GetAwaiter().GetResult())
            {
                throw new OperationCanceledException("Another node has the claim.");
            }

            Passed = true;
        }
    }
}
