using System.Globalization;
using System.Net;

namespace Vise.Web.Operations.Messages;

/// <summary>SMS by an HTTP gateway.</summary>
public sealed class SmsChannel(SmsSettings settings) : IMessageChannel, IDisposable
{
    // a connection of its own for each message: on one that was kept, the library would send a request again by itself
    private readonly HttpClient _gateway = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.Zero })
    {
        Timeout = settings.Timeout,
    };

    public string Name => "sms";

    public async Task<HandoverAnswer> SendAsync(Message message, Func<Task<bool>> handingOver, CancellationToken ct)
    {
        var (asked, passed) = (false, false);
        async Task<bool> LastMoment()
        {
            asked = true;
            return passed = await handingOver();
        }

        try
        {
            using var request = Written(message, LastMoment);
            if (request.Content is null && !await LastMoment())
            {
                return new HandoverAnswer(Handover.NotNow, "Claimed by another node");
            }

            using var answer = await _gateway.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return Read(answer.StatusCode);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError)
        {
            return new HandoverAnswer(Handover.NotNow, $"The SMS gateway could not be reached: {e.HttpRequestError}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return asked && !passed
                ? new HandoverAnswer(Handover.NotNow, "Claimed by another node")
                : new HandoverAnswer(passed ? Handover.Unknown : Handover.NotNow, $"The SMS gateway gave no answer: {e.GetType().Name}");
        }
    }

    // gateways have no common way to ask
    public Task<bool?> HasTakenAsync(Message message, CancellationToken ct) => Task.FromResult<bool?>(null);

    public void Dispose() => _gateway.Dispose();

    private HttpRequestMessage Written(Message message, Func<Task<bool>> handingOver)
    {
        var filled = SmsRequest.Of(settings, message);
        var request = new HttpRequestMessage(settings.Method, filled.AddressText);
        foreach (var (name, value) in settings.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.TryAddWithoutValidation(settings.IdempotencyHeader, message.NotificationId.ToString());
        if (filled.BodyText is { } body)
        {
            request.Content = new LastMomentContent(body, settings.IsForm ? "application/x-www-form-urlencoded" : "application/json", handingOver);
        }

        return request;
    }

    /// <summary>2xx is taken. A refused key or address of ours (401, 403, 404, 407, 3xx) is mended by settings, so the message waits; 504 says that the answer got lost.</summary>
    private static HandoverAnswer Read(HttpStatusCode status)
    {
        var why = string.Create(CultureInfo.InvariantCulture, $"The SMS gateway answered {(int)status}");
        return (int)status switch
        {
            >= 200 and < 300 => new HandoverAnswer(Handover.Taken),
            504 => new HandoverAnswer(Handover.Unknown, why),
            < 400 or 401 or 403 or 404 or 407 or 408 or 425 or 429 or >= 500 => new HandoverAnswer(Handover.NotNow, why),
            _ => new HandoverAnswer(Handover.Never, why),
        };
    }
}
