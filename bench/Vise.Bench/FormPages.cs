using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Vise.Bench;

/// <summary>Reads family pages as a browser without script does.</summary>
internal static partial class FormPages
{
    /// <summary>The hidden inputs of the page's form of that name.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Hidden(string html, string formName)
    {
        var named = html.IndexOf($"value=\"{formName}\"", StringComparison.Ordinal);
        if (named < 0)
        {
            throw new InvalidOperationException($"The page has no form '{formName}'.");
        }

        var (from, to) = (html.LastIndexOf("<form", named, StringComparison.Ordinal), html.IndexOf("</form>", named, StringComparison.Ordinal));
        return [.. Inputs().Matches(html[from..to]).Select(input => input.Value).Where(input => input.Contains("type=\"hidden\"", StringComparison.Ordinal))
            .Select(input => KeyValuePair.Create(Attribute(input, "name"), Attribute(input, "value")))];
    }

    /// <summary>Addresses of /apply that name a class which takes applications now, one in each of so many branches at most.</summary>
    public static async Task<IReadOnlyList<string>> OpenClassesAsync(HttpClient http, int most, CancellationToken ct)
    {
        List<string> found = [];
        foreach (var state in Options(await http.GetStringAsync(new Uri("/apply", UriKind.Relative), ct), "state"))
        {
            foreach (var district in Options(await http.GetStringAsync(new Uri($"/apply?state={state}", UriKind.Relative), ct), "district"))
            {
                foreach (var branch in Options(await http.GetStringAsync(new Uri($"/apply?state={state}&district={district}", UriKind.Relative), ct), "branch"))
                {
                    if (found.Count == most)
                    {
                        return found;
                    }

                    if (await FirstClassAsync(http, $"/apply?state={state}&district={district}&branch={branch}", ct) is { } address)
                    {
                        found.Add(address);
                    }
                }
            }
        }

        return found;
    }

    // a list of one is chosen by the page itself
    private static async Task<string?> FirstClassAsync(HttpClient http, string address, CancellationToken ct)
    {
        foreach (var picker in (string[])["school", "session", "programme", "department", "class"])
        {
            var html = await http.GetStringAsync(new Uri(address, UriKind.Relative), ct);
            if (Options(html, picker) is [var first, ..])
            {
                address = string.Create(CultureInfo.InvariantCulture, $"{address}&{picker}={first}");
            }
        }

        return (await http.GetStringAsync(new Uri(address, UriKind.Relative), ct)).Contains("value=\"start\"", StringComparison.Ordinal) ? address : null;
    }

    private static IReadOnlyList<string> Options(string html, string picker)
    {
        var from = html.IndexOf($"name=\"{picker}\"", StringComparison.Ordinal);
        return from < 0 ? [] : [.. OptionsIn().Matches(html[from..html.IndexOf("</select>", from, StringComparison.Ordinal)]).Select(option => option.Groups["is"].Value)];
    }

    private static string Attribute(string input, string name) =>
        WebUtility.HtmlDecode(Regex.Match(input, $" {name}=\"(?<is>[^\"]*)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["is"].Value);

    [GeneratedRegex("<input[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Inputs();

    [GeneratedRegex("<option value=\"(?<is>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OptionsIn();
}
