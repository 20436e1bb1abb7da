using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Vise.Web.Operations.Messages;

/// <summary>
/// A message as the gateway wants it: the settings' address and body with their gaps filled: <c>{to}</c> (+919823012345), <c>{digits}</c>
/// (919823012345), <c>{text}</c>, <c>{id}</c> (the same however often it is tried), <c>{language}</c>, <c>{template}</c>, <c>{parts}</c>.
/// </summary>
internal sealed partial record SmsRequest(string AddressText, string? BodyText)
{
    public static SmsRequest Of(SmsSettings settings, Message message) => Filled(settings, name => name switch
    {
        "to" => message.Address,
        "digits" => message.Address.TrimStart('+'),
        "text" => message.Body,
        "id" => message.NotificationId.ToString(),
        "language" => message.Language,
        "template" => settings.Template(message.Kind, message.Language) ?? "",
        _ => SmsText.Parts(message.Body).ToString(CultureInfo.InvariantCulture),
    });

    /// <summary>The request with harmless words in its gaps, to check the settings by.</summary>
    public static SmsRequest Sample(SmsSettings settings) => Filled(settings, _ => "0");

    private static SmsRequest Filled(SmsSettings settings, Func<string, string> gap)
    {
        var quote = settings.IsForm ? Uri.EscapeDataString : (Func<string, string>)Json;
        return new SmsRequest(Fill(settings.Address, gap, Uri.EscapeDataString), settings.Body is { } body ? Fill(body, gap, quote) : null);
    }

    private static string Fill(string text, Func<string, string> gap, Func<string, string> quote) => Gap().Replace(text, found => quote(gap(found.Groups["name"].Value)));

    private static string Json(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;

    [GeneratedRegex(@"\{(?<name>to|digits|text|id|language|template|parts)\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Gap();
}

/// <summary>A request's body that asks, when the connection stands and before the first byte of the body, whether it may go on: without it the gateway takes nothing.</summary>
internal sealed class LastMomentContent : HttpContent
{
    private readonly byte[] _bytes;
    private readonly Func<Task<bool>> _handingOver;

    public LastMomentContent(string body, string type, Func<Task<bool>> handingOver)
    {
        (_bytes, _handingOver) = (Encoding.UTF8.GetBytes(body), handingOver);
        Headers.ContentType = new(type, "utf-8");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        if (!await _handingOver())
        {
            throw new OperationCanceledException("Another node has the claim.");
        }

        await stream.WriteAsync(_bytes);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
