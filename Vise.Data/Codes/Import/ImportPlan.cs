using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Codes;

/// <summary>A line as it is read: what it would make of the record, or why not.</summary>
internal sealed class PlannedLine(FileLine source, CodeKind? kind, string key)
{
    public FileLine Source { get; } = source;

    public CodeKind? Kind { get; } = kind;

    public string Key { get; } = key;

    /// <summary>What is there now.</summary>
    public CodeLine? Before { get; init; }

    /// <summary>What it becomes.</summary>
    public CodeLine? After { get; set; }

    public List<FieldProblem> Problems { get; } = [];

    public List<ColumnChange> Changes { get; } = [];

    public LineFate Fate => Problems.Count > 0 ? LineFate.Refused : Before is null ? LineFate.New : Changes.Count > 0 ? LineFate.Changed : LineFate.Same;

    public LineResult Result => new(
        Source.Line, Kind, Key, After?["name"] ?? Source["name"] ?? "", Fate, Problems.Count == 0 ? [] : Problems, Fate is LineFate.Changed ? Changes : []);
}

/// <summary>
/// Reads what each line of a file makes of the network, by the same rules as the pages. A column that the file doesn't have changes nothing; an
/// empty cell clears an optional value. What lies in what is held against how things stand after the whole file.
/// </summary>
internal sealed class ImportPlan
{
    private readonly Network _network;
    private readonly Scope _scope;
    private readonly bool _mayBranches;
    private readonly Dictionary<string, PlannedLine> _byKey = new(StringComparer.Ordinal);

    private ImportPlan(Network network, Scope scope, bool mayBranches) => (_network, _scope, _mayBranches) = (network, scope, mayBranches);

    public List<PlannedLine> Lines { get; } = [];

    /// <param name="file">The lines.</param>
    /// <param name="network">What is there.</param>
    /// <param name="scope">Where lines may lie.</param>
    /// <param name="mayBranches">Whether branches themselves may be made and changed.</param>
    public static ImportPlan Of(IReadOnlyList<FileLine> file, Network network, Scope scope, bool mayBranches)
    {
        var plan = new ImportPlan(network, scope, mayBranches);
        plan.Lines.AddRange(file.Select(plan.Read));
        // from the top down, so that what is refused takes along what lies in it
        foreach (var line in plan.Lines.OrderBy(line => line.Kind))
        {
            ImportRules.CheckPlace(line, plan.After, network);
        }

        var active = plan.End().Where(line => !line.IsRetired).ToList();
        ImportRules.CheckWhole(plan.Lines, active, network);
        return plan;
    }

    /// <summary>The record as it stands after the file; null for one that isn't there then.</summary>
    public CodeLine? After(string key) =>
        _byKey.TryGetValue(key, out var planned) && planned.Problems.Count == 0 ? planned.After : _network.Lines.GetValueOrDefault(key);

    private IEnumerable<CodeLine> End() =>
        _network.Lines.Keys.Union(_byKey.Keys, StringComparer.Ordinal).Select(After).OfType<CodeLine>();

    private PlannedLine Read(FileLine source)
    {
        CodeKind? kind = source["kind"] switch { "branch" => CodeKind.Branch, "institution" => CodeKind.Institution, "curriculum" => CodeKind.Curriculum, _ => null };
        string Cell(string column) => source[column] ?? "";
        var key = kind is { } known ? CodeLine.KeyOf(known, Cell("branch_id"), Cell("institution"), Cell("programme"), Cell("department"), Cell("class")) : "";
        var before = _network.Lines.GetValueOrDefault(key);
        var line = new PlannedLine(source, kind, key) { Before = before };
        if (kind is not { } of)
        {
            line.Problems.Add(new FieldProblem("kind", "KindUnknown"));
            return line;
        }

        if (!BranchId.TryParse(Cell("branch_id"), out var branch))
        {
            line.Problems.Add(new FieldProblem("branch_id", "BranchIdForm"));
        }
        else if (!_scope.Covers(branch))
        {
            line.Problems.Add(new FieldProblem("branch_id", "NotYours"));
        }

        if (of is not CodeKind.Branch && CodeRules.Code("institution", Cell("institution")) is { } form)
        {
            line.Problems.Add(form);
        }

        foreach (var column in CodeLine.Columns.Where(column => !CodeLine.Uses(of, column) && source[column] is { Length: > 0 }))
        {
            line.Problems.Add(new FieldProblem(column, "ColumnUnused"));
        }

        if (!_byKey.TryAdd(key, line))
        {
            line.Problems.Add(new FieldProblem("branch_id", "Twice", _byKey[key].Source.Line));
        }

        if (line.Problems.Count == 0)
        {
            Merge(line, of, before);
        }

        return line;
    }

    private void Merge(PlannedLine line, CodeKind kind, CodeLine? before)
    {
        var cells = new string[CodeLine.Columns.Count];
        for (var at = 0; at < cells.Length; at++)
        {
            cells[at] = line.Source.Cells[at] ?? before?.Cells[at] ?? "";
        }

        Set("retired", line.Source["retired"]?.ToLowerInvariant() switch { null => before?["retired"] ?? "", "yes" or "true" or "1" => CodeLine.Yes, "no" or "false" or "0" or "" => "", _ => "?" });
        Set("media", string.Join(' ', cells[CodeLine.PlaceOf("media")].Split([' ', ',', ';', '|'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)));
        if (kind is CodeKind.Branch && cells[CodeLine.PlaceOf("time_zone")].Length == 0)
        {
            Set("time_zone", BranchEntry.India);
        }

        foreach (var column in (string[])["udise_code", "pin_code"])
        {
            Set(column, cells[CodeLine.PlaceOf(column)].Replace(" ", "", StringComparison.Ordinal));
        }

        line.After = new CodeLine(kind, cells, before?.Version ?? 0);
        line.Changes.AddRange(before is null ? [] : CodeLine.Columns.Where((_, at) => cells[at] != before.Cells[at]).Select(column => new ColumnChange(column, before[column], line.After[column])));
        // what stays as it is isn't asked about: what is written out can be read in
        if (line.Fate is not LineFate.Same)
        {
            ImportRules.CheckFields(line, _network, _mayBranches);
        }

        void Set(string column, string text) => cells[CodeLine.PlaceOf(column)] = text;
    }
}
