using System.Text.RegularExpressions;

namespace Vise.Tests.Access;

/// <summary>One line of the page: the verbs and the address, what it is asked with, and the answer by column.</summary>
public sealed record AccessRow(IReadOnlyList<string> Verbs, string Template, string Query, string With, IReadOnlyDictionary<string, string> Answers)
{
    public bool IsApi => Template.StartsWith("/api/", StringComparison.Ordinal);

    public override string ToString() => $"{string.Join(' ', Verbs)} {Template}{Query} {With}".TrimEnd();
}

/// <summary>The tables of <c>docs/access.md</c>: who may go where.</summary>
public static partial class AccessTable
{
    /// <summary>Reads every table that begins with a column called "surface".</summary>
    public static IReadOnlyList<AccessRow> Read(string page)
    {
        List<AccessRow> rows = [];
        string[] columns = [];
        foreach (var line in page.Split('\n'))
        {
            var cells = line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries);
            columns = cells is ["surface", ..] ? cells : line.StartsWith('|') ? columns : [];
            if (columns.Length == cells.Length && Surface().Match(cells[0]) is { Success: true } surface)
            {
                rows.Add(new AccessRow(
                    surface.Groups["verbs"].Value.Split(' '), surface.Groups["route"].Value, surface.Groups["query"].Value, surface.Groups["with"].Value,
                    columns.Skip(1).Zip(cells.Skip(1)).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal)));
            }
        }

        return rows;
    }

    [GeneratedRegex(@"^`(?<verbs>[A-Z]+( [A-Z]+)*) (?<route>/[^`]*?)(?<query>\?\w+=[^`]*)?` ?(?<with>.*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Surface();
}
