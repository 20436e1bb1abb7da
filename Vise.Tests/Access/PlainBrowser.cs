using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Vise.Tests.Access;

/// <summary>What a browser without script does: keeps cookies, follows redirects, sends forms.</summary>
public sealed class PlainBrowser : IDisposable
{
    private readonly SocketsHttpHandler _handler = new() { CookieContainer = new CookieContainer() };
    private readonly HttpClient _http;

    public PlainBrowser(Uri address)
    {
        _http = new HttpClient(_handler) { BaseAddress = address };
        _http.DefaultRequestHeaders.Add("Accept", "text/html");
    }

    /// <summary>Where the last answer came from, after redirects.</summary>
    public Uri At { get; private set; } = new("about:blank");

    public HttpStatusCode Status { get; private set; }

    public IHtmlDocument Page { get; private set; } = new HtmlParser().ParseDocument("");

    public string Text => Page.Body?.TextContent ?? "";

    public CookieContainer Jar => _handler.CookieContainer;

    public IEnumerable<string> Cookies => _handler.CookieContainer.GetAllCookies().Where(c => !c.Expired).Select(c => c.Name);

    public async Task GoAsync(string path) => await SeeAsync(await _http.GetAsync(new Uri(path, path.StartsWith('/') ? UriKind.Relative : UriKind.Absolute)));

    /// <summary>Fills and sends the page's first form that has the field or button.</summary>
    public Task SendAsync(params (string Name, string Value)[] fields) =>
        SendAsync(Page.Forms.First(f => f.QuerySelector($"[name='{fields[0].Name}']") is not null), fields);

    /// <summary>Sends the form of the page that goes to the address.</summary>
    public Task SendToAsync(string action) =>
        SendAsync(Page.Forms.First(f => f.GetAttribute("action") == action), []);

    private async Task SendAsync(IHtmlFormElement form, (string Name, string Value)[] fields)
    {
        var values = form.QuerySelectorAll("input[type=hidden]").OfType<IHtmlInputElement>().ToDictionary(i => i.Name!, i => i.Value, StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            values[name] = value;
        }

        using var content = new FormUrlEncodedContent(values);
        await SeeAsync(await _http.PostAsync(new Uri(At, form.GetAttribute("action") ?? At.PathAndQuery), content));
    }

    public async Task SignInAsync(string email, string password, string path = "/who")
    {
        await GoAsync(path);
        await SendAsync(("Form.Email", email), ("Form.Password", password));
    }

    public Task<HttpResponseMessage> RawAsync(HttpRequestMessage request) => _http.SendAsync(request);

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    private async Task SeeAsync(HttpResponseMessage response)
    {
        using (response)
        {
            At = response.RequestMessage!.RequestUri!;
            Status = response.StatusCode;
            Page = new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync());
        }
    }
}
