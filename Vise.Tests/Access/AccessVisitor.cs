using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Tests.Access;

/// <summary>Somebody who knocks: with the cookies of a signed-in browser, with a token, or with nothing. Nothing that is answered changes them.</summary>
public sealed record AccessVisitor(DemoAccount? Account, string Cookies, string? Token, string? FormToken)
{
    public string Name => Account?.Id ?? "nobody";

    /// <summary>Whether the surface knows them: people are known by cookie on pages, services by token at the API.</summary>
    public bool IsKnownAt(AccessRow row) => Account is { } account && (account.Kind is DemoKind.Service) == row.IsApi;

    /// <summary>The column that says what they are answered.</summary>
    public string ColumnAt(AccessRow row, AccessTarget? target) => row.Answers switch
    {
        _ when !IsKnownAt(row) => "nobody",
        var columns when columns.ContainsKey("signed in") => "signed in",
        var columns when columns.ContainsKey("own family") =>
            (target is null ? Account!.Role is Domain.Users.Role.Parent : target.Owner == Account!.Id) ? "own family" : "anyone else",
        _ when target is not null && Account!.Role is not Domain.Users.Role.Parent && !target.Branch.StartsWith(Account.Scope.Prefix, StringComparison.Ordinal) => "out of scope",
        _ => Account!.Role.ToString(),
    };

    public void Show(HttpRequestMessage request)
    {
        request.Headers.Authorization = Token is null ? null : new AuthenticationHeaderValue("Bearer", Token);
        if (Cookies.Length > 0)
        {
            request.Headers.Add("Cookie", Cookies);
        }
    }

    public static async Task<AccessVisitor> NobodyAsync(Uri address)
    {
        using var browser = new PlainBrowser(address);
        await browser.GoAsync(AccessPaths.Password);
        return new AccessVisitor(null, browser.Jar.GetCookieHeader(address), null, FormTokenOf(browser.Page));
    }

    public static async Task<AccessVisitor> SignInAsync(Uri address, DemoAccount account, string page)
    {
        if (account.Kind is DemoKind.Person)
        {
            using var browser = new PlainBrowser(address);
            await browser.SignInAsync(account.Id, DemoAccounts.Password, page);
            return new AccessVisitor(account, browser.Jar.GetCookieHeader(address), null, FormTokenOf(browser.Page));
        }

        using var http = new HttpClient { BaseAddress = address };
        using var asked = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = account.Id,
            ["client_secret"] = DemoAccounts.Password,
        });
        using var answer = await http.PostAsync(new Uri(AccessPaths.Token, UriKind.Relative), asked);
        // at a page a token comes along with what a browser brings in which nobody is signed in
        return await NobodyAsync(address) with { Account = account, Token = (await answer.Content.ReadFromJsonAsync<JsonNode>())!["access_token"]!.GetValue<string>() };
    }

    private static string? FormTokenOf(IHtmlDocument page) => page.QuerySelector("[name=__RequestVerificationToken]")?.GetAttribute("value");
}
