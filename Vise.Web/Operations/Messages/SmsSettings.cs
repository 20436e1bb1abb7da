using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Vise.Web.Operations.Messages;

/// <summary>
/// The HTTP gateway to hand SMS to: <c>Sms:Address</c>, <c>Method</c>, <c>Body</c>, <c>Format</c>, <c>Headers</c>, <c>IdempotencyHeader</c>,
/// <c>Templates</c>, <c>TimeoutSeconds</c>. Gateways differ; what they want is written with the gaps of <see cref="SmsRequest"/>.
/// </summary>
public sealed record SmsSettings(
    string Address, HttpMethod Method, string? Body, bool IsForm, IReadOnlyDictionary<string, string> Headers, string IdempotencyHeader,
    IReadOnlyDictionary<string, string> Templates, TimeSpan Timeout)
{
    public const string AddressSetting = "Sms:Address";

    private const string HeadersSetting = "Sms:Headers";
    private const string TemplatesSetting = "Sms:Templates";

    /// <summary>What messages are about. Where the gateway asks for a template id (India: one registered for each text), each needs one.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        [
            "Submitted", "Review", "Returned", "Accepted", "Offer", "MovedUp", "Fees", "FeesNil", "Paid", "PaidInFull", "Enrolled", "Rejected", "NoSeat", "Withdrawn",
            "ExpiredDraft", "ExpiredOffer", "ExpiredFees", "Warn", "RemindReturned", "RemindOffer", "RemindFees", "RemindDocument", "Answered", "Granted", "Declined", "DocumentRefused",
            "CycleClosed", "CycleUndecided",
        ];

    /// <summary>The template registered for a kind of message in a language, or the kind's own; null when none is set.</summary>
    public string? Template(string kind, string language) => Templates.GetValueOrDefault($"{kind}.{language}") ?? Templates.GetValueOrDefault(kind);

    /// <summary>The settings, or null when no gateway is set. A wrong one throws <see cref="SettingsException"/>, without quoting what may be secret.</summary>
    public static SmsSettings? Read(IConfiguration configuration)
    {
        if (!configuration.Has(AddressSetting))
        {
            return null;
        }

        var method = (configuration["Sms:Method"] ?? "POST").ToUpperInvariant() switch
        {
            "POST" => HttpMethod.Post,
            "PUT" => HttpMethod.Put,
            "GET" => HttpMethod.Get,
            _ => throw new SettingsException("Sms:Method must be POST, PUT or GET."),
        };
        var form = (configuration["Sms:Format"] ?? "json").ToLowerInvariant() switch
        {
            "json" => false,
            "form" => true,
            _ => throw new SettingsException("Sms:Format must be json or form."),
        };
        var settings = new SmsSettings(
            configuration[AddressSetting]!, method, configuration.Has("Sms:Body") ? configuration["Sms:Body"] : null, form, Section(configuration, HeadersSetting),
            configuration.Has("Sms:IdempotencyHeader") ? configuration["Sms:IdempotencyHeader"]! : "Idempotency-Key", Section(configuration, TemplatesSetting), Patience(configuration));
        CheckAddress(settings);
        CheckBody(settings);
        CheckHeaders(settings);
        CheckTemplates(settings);
        return settings;
    }

    private static Dictionary<string, string> Section(IConfiguration configuration, string name) =>
        configuration.GetSection(name).GetChildren().Where(child => !string.IsNullOrEmpty(child.Value))
            .ToDictionary(child => child.Key, child => child.Value!, StringComparer.OrdinalIgnoreCase);

    // below the outbox's lease, so that a slow gateway's answer still finds the claim in force
    private static TimeSpan Patience(IConfiguration configuration) =>
        !configuration.Has("Sms:TimeoutSeconds") ? TimeSpan.FromSeconds(10)
            : int.TryParse(configuration["Sms:TimeoutSeconds"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 20 ? TimeSpan.FromSeconds(seconds)
            : throw new SettingsException("Sms:TimeoutSeconds must be a number from 1 to 20.");

    private static void CheckAddress(SmsSettings settings)
    {
        var fine = Uri.TryCreate(SmsRequest.Sample(settings).AddressText, UriKind.Absolute, out var address)
            && (address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback)) && address.UserInfo.Length == 0;
        if (!fine)
        {
            throw new SettingsException("Sms:Address must be an https address, such as https://sms.example/send; http is allowed for a gateway on this machine only.");
        }
    }

    private static void CheckBody(SmsSettings settings)
    {
        if (settings.Method == HttpMethod.Get != settings.Body is null)
        {
            throw new SettingsException("Sms:Body must be set for POST and PUT, and not for GET.");
        }

        var written = settings.Address + settings.Body;
        if (!written.Contains("{text}", StringComparison.Ordinal) || !(written.Contains("{to}", StringComparison.Ordinal) || written.Contains("{digits}", StringComparison.Ordinal)))
        {
            throw new SettingsException("Sms:Body (or Sms:Address) must say where {text} and {to} or {digits} go.");
        }

        if (settings is { Body: not null, IsForm: false } && !IsJson(SmsRequest.Sample(settings).BodyText!))
        {
            throw new SettingsException("""Sms:Body must be JSON, such as {"to": "{to}", "text": "{text}"}.""");
        }
    }

    private static void CheckHeaders(SmsSettings settings)
    {
        using var request = new HttpRequestMessage();
        foreach (var (name, value) in settings.Headers.Append(new(settings.IdempotencyHeader, "x")))
        {
            var mayStand = value.All(sign => sign is >= ' ' and <= '~')
                && NameValueHeaderValue.TryParse(name, out var parsed) && parsed.Name == name && request.Headers.TryAddWithoutValidation(name, value);
            if (!mayStand)
            {
                throw new SettingsException($"{HeadersSetting}:{name} can't be sent as a request header.");
            }
        }
    }

    private static void CheckTemplates(SmsSettings settings)
    {
        var asks = $"{settings.Address}{settings.Body}".Contains("{template}", StringComparison.Ordinal);
        if (asks && Kinds.FirstOrDefault(kind => settings.Template(kind, "en") is null) is { } missing)
        {
            throw new SettingsException($"{TemplatesSetting} lacks the id of {missing}: the gateway is given a {{template}} with every message.");
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var read = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
