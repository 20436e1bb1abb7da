using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Vise.Web.Shell;

namespace Vise.Tests.Access;

/// <summary>Holds a running app to a table of who may go where, by its own route table and as every visitor.</summary>
/// <param name="address">Where the app answers.</param>
/// <param name="routes">Its route table.</param>
/// <param name="rows">What is expected.</param>
public sealed partial class AccessMatrix(Uri address, EndpointDataSource routes, IReadOnlyList<AccessRow> rows) : IDisposable
{
    // every file of the app is one line
    private const string File = "/{file}";

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = address };
    private readonly Lazy<HashSet<string>> _pages = new(() => routes.Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
        .Select(TemplateOf).ToHashSet(StringComparer.Ordinal));

    private readonly ConcurrentDictionary<(AccessRow Row, string Column), int> _asked = new();

    /// <summary>How many questions were asked.</summary>
    public int Asked => _asked.Values.Sum();

    /// <summary>Routes that the table doesn't name, and lines that no route answers.</summary>
    public IReadOnlyList<string> Gaps()
    {
        var there = routes.Endpoints.OfType<RouteEndpoint>().SelectMany(SurfacesOf).ToHashSet(StringComparer.Ordinal);
        var named = rows.SelectMany(row => row.Verbs.Select(verb => $"{verb} {row.Template}")).ToHashSet(StringComparer.Ordinal);
        return [.. there.Except(named).Order(StringComparer.Ordinal).Select(surface => $"{surface} stands in no line"), .. named.Except(there).Order(StringComparer.Ordinal).Select(surface => $"{surface} has a line and no route")];
    }

    /// <summary>Answers that differ from the table, and cells that nobody could ask about.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync(IReadOnlyList<AccessVisitor> visitors, IReadOnlyList<AccessTarget> targets)
    {
        ConcurrentBag<string> faults = [];
        var knocks = (
            from row in rows
            from verb in row.Verbs
            from visitor in visitors
            from target in TargetsOf(row, visitor, targets)
            select (row, verb, visitor, target)).ToLookup(knock => knock.verb == "POST" && knock.row.Template == AccessPaths.SignOut);
        // signing out ends the session that every other question is asked in
        foreach (var isLast in (bool[])[false, true])
        {
            await Parallel.ForEachAsync(knocks[isLast], new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (knock, _) =>
            {
                if (await FaultAsync(knock.row, knock.verb, knock.visitor, knock.target) is { } fault)
                {
                    faults.Add(fault);
                }
            });
        }

        var silent = rows.SelectMany(row => row.Answers.Where(cell => cell.Value != "–" && !_asked.ContainsKey((row, cell.Key))).Select(cell => $"{row}: nobody asked as {cell.Key}"));
        return [.. faults.Order(StringComparer.Ordinal), .. silent];
    }

    public void Dispose() => _http.Dispose();

    private async Task<string?> FaultAsync(AccessRow row, string verb, AccessVisitor visitor, AccessTarget? target)
    {
        var column = visitor.ColumnAt(row, target);
        _asked.AddOrUpdate((row, column), 1, (_, asked) => asked + 1);
        var expected = row.Answers.GetValueOrDefault(column, "(no such column)");
        var (word, body) = await AskAsync(row, verb, visitor, target);
        if (word != expected)
        {
            return $"{verb} {row.Template}{row.Query} {row.With} as {visitor.Name} ({column}, {target?.Branch}): {word}, not {expected}";
        }

        // the very words of what does not exist
        if (word == "404" && target is not null)
        {
            List<AccessTarget> others = [target.Missing];
            if (row.Answers.ContainsKey("own family"))
            {
                others.Add(target.UnusedIn(target.Branch));
            }

            foreach (var other in others)
            {
                if (await AskAsync(row, verb, visitor, other) is var missing && missing != (word, body))
                {
                    return $"{verb} {row.Template}{row.Query} as {visitor.Name}: another answer for {target.Application} than for what does not exist ({missing.Word})";
                }
            }
        }

        return null;
    }

    private async Task<(string Word, string Body)> AskAsync(AccessRow row, string verb, AccessVisitor visitor, AccessTarget? target)
    {
        using var request = AccessRequests.Make(row, verb, target, visitor);
        using var response = await _http.SendAsync(request);
        var location = response.Headers.Location?.OriginalString ?? "";
        var word = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => "sign-in",
            HttpStatusCode.Forbidden or HttpStatusCode.NotFound => $"{(int)response.StatusCode}",
            HttpStatusCode.BadRequest when verb == "POST" && IsPage(row) => "400",
            >= HttpStatusCode.InternalServerError => $"{(int)response.StatusCode}",
            HttpStatusCode.Found when location.Contains("/connect/authorize?", StringComparison.Ordinal) || location.Contains("/sign-in?", StringComparison.Ordinal) => "sign-in",
            _ => "yes",
        };
        return (word, Fresh().Replace(await response.Content.ReadAsStringAsync(), ""));
    }

    /// <summary>Pages without a form that take a post from somebody all the same.</summary>
    public async Task<IReadOnlyList<string>> PostedAsync(IReadOnlyList<AccessVisitor> visitors, IReadOnlyList<AccessTarget> targets)
    {
        List<string> taken = [];
        foreach (var row in rows.Where(row => IsPage(row) && rows.All(other => other.Template != row.Template || !other.Verbs.Contains("POST"))))
        {
            foreach (var visitor in visitors)
            {
                var (word, _) = await AskAsync(row, "POST", visitor, targets[0]);
                if (word is "yes")
                {
                    taken.Add($"POST {row.Template} as {visitor.Name} is taken");
                }
            }
        }

        return taken;
    }

    private bool IsPage(AccessRow row) => _pages.Value.Contains(row.Template);

    // a known visitor asks about every target; a stranger about one
    private static IEnumerable<AccessTarget?> TargetsOf(AccessRow row, AccessVisitor visitor, IReadOnlyList<AccessTarget> targets)
    {
        if (!AccessRequests.NamesTarget(row))
        {
            return [null];
        }

        var fit = targets.Where(target => target.Owner is not null == row.Answers.ContainsKey("own family"));
        return visitor.IsKnownAt(row) ? fit : fit.Take(1);
    }

    private static IEnumerable<string> SurfacesOf(RouteEndpoint endpoint)
    {
        var verbs = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"];
        var template = TemplateOf(endpoint);
        if (endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null && !AccessRequests.HasForm(template))
        {
            // the framework lets every page be posted to; see PostedAsync
            verbs = [HttpMethods.Get];
        }

        return verbs.Select(verb => $"{verb} {template}");
    }

    private static string TemplateOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null ? File : "/" + endpoint.RoutePattern.RawText?.TrimStart('/');

    [GeneratedRegex("""(nonce|value)="[A-Za-z0-9+/_=-]{20,}"|<!--Blazor[^>]*-->""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fresh();
}
