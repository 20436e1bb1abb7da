using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Vise.Domain.Codes;
using Vise.Tests.Support;

namespace Vise.Tests.Access;

/// <summary>What an address is asked for: an application with a document, of a branch and perhaps of a family.</summary>
/// <param name="Branch">Where it lies.</param>
/// <param name="Owner">The demo account of its family; null for a walk-in form.</param>
/// <param name="Application">Its id.</param>
/// <param name="Document">Its one document.</param>
public sealed record AccessTarget(string Branch, string? Owner, string Application, Guid Document)
{
    /// <summary>What does not exist: an id whose check character is wrong, a branch that nobody made.</summary>
    public AccessTarget Missing => this with { Branch = "ZZ9999", Application = Application[..15] + (Application[15] == 'A' ? 'B' : 'A') };

    /// <summary>An id that is well-formed and was never given, in a branch.</summary>
    public AccessTarget UnusedIn(string branch) =>
        this with { Application = $"{branch}0125AZZZZ{Base36.CheckCharacter($"{branch}0125AZZZZ")}" };
}

/// <summary>Makes the request of a line: harmless, and well-formed enough to come to the question of duty.</summary>
public static partial class AccessRequests
{
    private const string TokenField = "__RequestVerificationToken";

    private static readonly Lazy<Dictionary<string, string>> FormNames = new(() => Source.Files("Vise.Web", ".razor").Select(File.ReadAllText)
        .Where(page => Page().IsMatch(page) && FormName().IsMatch(page)).ToDictionary(page => Page().Match(page).Groups["route"].Value, page => FormName().Match(page).Groups["name"].Value, StringComparer.Ordinal));

    /// <summary>Whether the address is a page of ours that has a form of its own, told by its source.</summary>
    public static bool HasForm(string template) => FormNames.Value.ContainsKey(template);

    /// <summary>Whether the line names an application or a branch.</summary>
    public static bool NamesTarget(AccessRow row) =>
        (row.Template.Contains("id}", StringComparison.OrdinalIgnoreCase) && !row.Template.StartsWith("/openapi", StringComparison.Ordinal))
        || (row.Query + row.With).Contains("{branch}", StringComparison.Ordinal) || row.Template.Contains("applicationId", StringComparison.Ordinal) || row.Template.Contains("{Branch}", StringComparison.Ordinal);

    public static HttpRequestMessage Make(AccessRow row, string verb, AccessTarget? target, AccessVisitor visitor)
    {
        // the form that begins an application stands below a chosen class
        var query = row.With == "of a class" ? "?state=27&district=2725&branch=272501&school=27250101&session=2025-26&programme=SB&department=GEN&class=01" : row.Query;
        var path = Parameter().Replace(row.Template + query, parameter => parameter.Groups["name"].Value.ToUpperInvariant() switch
        {
            "ID" or "APPLICATIONID" => target!.Application,
            "DOCUMENT" or "DOCUMENTID" => target!.Document.ToString("D"),
            "UPLOAD" => Guid.Empty.ToString("D"),
            "ACCOUNT" => "00000000-0000-4000-8000-000000000000",
            "STEP" => "child",
            "LETTER" => "withdrawal-2",
            "STATE" => "27",
            "DISTRICT" => "25",
            "BRANCH" => row.Template.StartsWith("/forms/", StringComparison.Ordinal) ? "272501" : row.Query.Length > 0 || !row.IsApi ? target!.Branch : "01",
            "YEAR" => "2025-26",
            "LIST" => "programme",
            "INSTITUTION" => "01",
            "DOCUMENTNAME" => "v1",
            "FILE" => "favicon.svg",
            "PATH" => "no-such-file.txt",
            _ => "",
        });
        var request = new HttpRequestMessage(new HttpMethod(verb), path) { Content = verb is "POST" or "PUT" ? Body(row, target, visitor) : null };
        if (verb is "PATCH")
        {
            request.Headers.Add("Upload-Offset", "0");
        }

        request.Headers.Add("Accept", row.IsApi ? "application/json" : "text/html");
        visitor.Show(request);
        if (visitor.FormToken is { } token)
        {
            request.Headers.Add("RequestVerificationToken", token);
        }

        return request;
    }

    private static HttpContent? Body(AccessRow row, AccessTarget? target, AccessVisitor visitor)
    {
        if (row.IsApi)
        {
            return row switch
            {
                { With: ['t', 'o', ' ', .. var to] } => JsonContent.Create(new { to }),
                { Template: var t } when t.EndsWith("/payments", StringComparison.Ordinal) => JsonContent.Create(new { amountPaise = 1, method = "cash" }),
                { Template: var t } when t.EndsWith("/documents", StringComparison.Ordinal) => Upload(),
                { Template: var t } when t.EndsWith("/applications", StringComparison.Ordinal) => JsonContent.Create(new { sought = new { branchId = target!.Branch } }),
                _ => JsonContent.Create(new { }),
            };
        }

        return row.Template switch
        {
            var t when t.EndsWith("/fields", StringComparison.Ordinal) => JsonContent.Create(new { path = "child.name", value = "Asha Patil", revision = 0 }),
            var t when t.EndsWith("/uploads", StringComparison.Ordinal) => JsonContent.Create(new { path = "documents.birth_certificate", name = "a.pdf", size = 8 }),
            var t when t.EndsWith("/files", StringComparison.Ordinal) => new MultipartFormDataContent { { new StringContent(visitor.FormToken ?? ""), TokenField }, { new StringContent("later"), "then" } },
            _ => new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["_handler"] = FormNames.Value.GetValueOrDefault(row.Template, ""),
                [TokenField] = visitor.FormToken ?? "",
                ["grant"] = visitor.Account is { } account ? $"{account.Role}.{account.Scope}" : "",
                ["returnTo"] = "/",
            }.Where(field => field.Value.Length > 0)),
        };
    }

    private static MultipartFormDataContent Upload() => new() { { new StringContent("birth_certificate"), "kind" }, { new ByteArrayContent("%PDF-1.4"u8.ToArray()), "file", "a.pdf" } };

    [GeneratedRegex(@"\{(\*\*)?(?<name>\w+)\??(:\w+)?\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"@page ""(?<route>[^""]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Page();

    [GeneratedRegex(@"@formname=""(?<name>\w+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FormName();
}
