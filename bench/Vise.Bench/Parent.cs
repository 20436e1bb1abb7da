using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Vise.Bench;

/// <summary>
/// A parent with a phone: begins a form as a guest and then saves one field after the other over a connection of its own, as the page's script does. What a
/// browser would add costs the app nothing, and is left out: this process must not take the cores from what it measures.
/// </summary>
internal sealed partial class Parent : IDisposable
{
    private static readonly string[] Fields =
    [
        "child.name", "child.pen", "parents.0.name", "parents.0.email", "parents.0.occupation", "parents.1.name", "parents.1.occupation", "address.permanent.line",
        "address.permanent.locality", "address.permanent.pinCode", "address.present.line", "siblings.0.name", "schooling.school", "schooling.tcNumber", "health.allergies", "health.emergencyName",
    ];

    private readonly Dictionary<string, int> _revisions = new(StringComparer.Ordinal);
    private readonly byte[] _buffer = new byte[8192];
    private readonly Uri _web;
    private readonly string _address;
    private readonly string _token;
    private string _cookies;
    private TcpClient? _connection;
    private int _turn;

    private Parent(Uri web, string id, string cookies, string address, string token) => (_web, Id, _cookies, _address, _token) = (web, id, cookies, address, token);

    public string Id { get; }

    public string Cookies => _cookies;

    /// <summary>Begins a form for the class that the address of /apply names.</summary>
    public static async Task<Parent> BeginAsync(HttpClient http, string apply, int number, CancellationToken ct)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"10.{number / 65536}.{number / 256 % 256}.{number % 256}");
        using var page = await SendAsync(http, HttpMethod.Get, apply, address, "", null, ct);
        var html = await page.Content.ReadAsStringAsync(ct);
        var cookies = CookiesOf(page, "");
        using var start = new FormUrlEncodedContent(FormPages.Hidden(html, "start"));
        using var begun = await SendAsync(http, HttpMethod.Post, apply, address, cookies, start, ct);
        if (begun.StatusCode != HttpStatusCode.Found || IdIn().Match(begun.Headers.Location!.ToString()) is not { Success: true } id)
        {
            throw new InvalidOperationException($"A form could not be begun: {(int)begun.StatusCode}.");
        }

        cookies = CookiesOf(begun, cookies);
        using var phone = await SendAsync(http, HttpMethod.Get, "/my/phone", address, cookies, null, ct);
        var token = (await phone.Content.ReadFromJsonAsync<JsonNode>(ct))!["token"]!.GetValue<string>();
        return new Parent(http.BaseAddress!, id.Groups["is"].Value, CookiesOf(phone, cookies), address, token);
    }

    /// <summary>Saves the next field. False unless it is taken, over the revision that stands.</summary>
    public async Task<bool> SaveAsync(CancellationToken ct)
    {
        var path = Fields[_turn % Fields.Length];
        var body = string.Create(CultureInfo.InvariantCulture, $$"""{"path":"{{path}}","value":"Asha {{_turn++}}","revision":{{_revisions.GetValueOrDefault(path)}}}""");
        var request = string.Create(CultureInfo.InvariantCulture,
            $"POST /apply/{Id}/fields HTTP/1.1\r\nHost: {_web.Authority}\r\nX-Forwarded-For: {_address}\r\nCookie: {_cookies}\r\nRequestVerificationToken: {_token}\r\nAccept: application/json\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        var answer = await AskAsync(request, ct);
        if (!answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) || RevisionIn().Match(answer) is not { Success: true } revision)
        {
            return false;
        }

        // the session's cookie is renewed now and then
        foreach (Match renewed in CookieIn().Matches(answer))
        {
            _cookies = CookiesOf([renewed.Groups["is"].Value], _cookies);
        }

        _revisions[path] = int.Parse(revision.Groups["is"].ValueSpan, CultureInfo.InvariantCulture);
        return true;
    }

    public void Dispose() => _connection?.Dispose();

    public static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string to, string address, string cookies, HttpContent? content, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri(to, UriKind.Relative)) { Content = content };
        request.Headers.Add("X-Forwarded-For", address);
        if (cookies.Length > 0)
        {
            request.Headers.Add("Cookie", cookies);
        }

        return await http.SendAsync(request, ct);
    }

    private async Task<string> AskAsync(string request, CancellationToken ct)
    {
        if (_connection is null)
        {
            _connection = new TcpClient { NoDelay = true };
            await _connection.ConnectAsync(IPAddress.Loopback, _web.Port, ct);
        }

        var socket = _connection.Client;
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), ct);
        var length = 0;
        do
        {
            var read = await socket.ReceiveAsync(_buffer.AsMemory(length), ct);
            if (read == 0)
            {
                throw new IOException("The app closed the connection.");
            }

            length += read;
        }
        while (!IsWhole(_buffer.AsSpan(0, length)));

        return Encoding.UTF8.GetString(_buffer, 0, length);
    }

    // the answers are chunked, or say how long they are
    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        var named = answer[..head].IndexOf("Content-Length: "u8);
        return named < 0 ? answer.EndsWith("0\r\n\r\n"u8)
            : answer.Length - head - 4 >= int.Parse(answer[(named + 16)..][..answer[(named + 16)..].IndexOf("\r"u8)], CultureInfo.InvariantCulture);
    }

    public static string CookiesOf(HttpResponseMessage answer, string before) => CookiesOf(answer.Headers.TryGetValues("Set-Cookie", out var all) ? all : [], before);

    private static string CookiesOf(IEnumerable<string> all, string before)
    {
        var kept = before.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=', 2)).ToDictionary(one => one[0], one => one[1], StringComparer.Ordinal);
        foreach (var set in all)
        {
            var pair = set.Split(';')[0].Split('=', 2);
            kept[pair[0]] = pair[1];
        }

        return string.Join("; ", kept.Select(one => $"{one.Key}={one.Value}"));
    }

    [GeneratedRegex("/apply/(?<is>[0-9A-Z]{16})/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IdIn();

    [GeneratedRegex("^Set-Cookie: (?<is>[^\r]+)\r$", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CookieIn();

    [GeneratedRegex("\"revision\":(?<is>[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RevisionIn();
}
