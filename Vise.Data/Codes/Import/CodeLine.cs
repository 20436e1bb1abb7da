using System.Collections.Frozen;
using Vise.Domain.Codes;

namespace Vise.Data.Codes;

/// <summary>What a line of the file is about.</summary>
public enum CodeKind
{
    Branch,
    Institution,
    Curriculum,
}

/// <summary>
/// A branch, an institution or a class that is taught, as a line of the file that import and export share. The columns stand in one order;
/// those that a kind has no use for are empty.
/// </summary>
/// <param name="Kind">Which of the three.</param>
/// <param name="Cells">One text a column of <see cref="Columns"/>.</param>
/// <param name="Version">The row's version in the database; 0 for a new one.</param>
public sealed record CodeLine(CodeKind Kind, string[] Cells, uint Version = 0)
{
    public const string Yes = "yes";

    public static IReadOnlyList<string> Columns { get; } =
    [
        "kind", "branch_id", "institution", "programme", "department", "class", "name", .. CodeRules.Languages.Select(language => $"name_{language}"),
        "udise_code", "locality", "pin_code", "time_zone", "media", "retired",
    ];

    private static readonly FrozenDictionary<string, int> Places = Columns.Select((column, place) => (column, place)).ToFrozenDictionary(pair => pair.column, pair => pair.place, StringComparer.Ordinal);

    private static readonly int FirstLanguage = Places["name_hi"];

    public string this[string column] => Cells[Places[column]];

    /// <summary>What it is found by, in the form of <c>codes.history</c>: <c>272501/01/SB/GEN/05</c>.</summary>
    public string Key => KeyOf(Kind, this["branch_id"], this["institution"], this["programme"], this["department"], this["class"]);

    public bool IsRetired => this["retired"] == Yes;

    public NameEntry Called => new(this["name"], CodeRules.Languages.Select((language, place) => (language, Text: Cells[FirstLanguage + place])).Where(name => name.Text.Length > 0)
        .ToDictionary(name => name.language, name => name.Text, StringComparer.Ordinal));

    public string[] Media => this["media"].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static int PlaceOf(string column) => Places.GetValueOrDefault(column, -1);

    public static string KeyOf(CodeKind kind, string branch, string institution, string programme, string department, string classCode) => kind switch
    {
        CodeKind.Branch => branch,
        CodeKind.Institution => $"{branch}/{institution}",
        _ => $"{branch}/{institution}/{programme}/{department}/{classCode}",
    };

    public static CodeLine Of(Branch branch) => Named(CodeKind.Branch, branch, branch.BranchId, [("time_zone", branch.TimeZone)]);

    public static CodeLine Of(Institution school) => Named(CodeKind.Institution, school, school.BranchId,
        [("institution", school.InstitutionCode), ("udise_code", school.UdiseCode), ("locality", school.Locality), ("pin_code", school.PinCode)]);

    public static CodeLine Of(Curriculum taught) => Make(CodeKind.Curriculum, taught, taught.BranchId,
        [("institution", taught.InstitutionCode), ("programme", taught.ProgrammeCode), ("department", taught.DepartmentCode), ("class", taught.ClassCode), ("media", string.Join(' ', taught.Media))]);

    /// <summary>The columns that a kind makes use of, its key and retirement among them.</summary>
    public static bool Uses(CodeKind kind, string column) => column switch
    {
        "kind" or "branch_id" or "retired" => true,
        "institution" => kind is not CodeKind.Branch,
        "programme" or "department" or "class" or "media" => kind is CodeKind.Curriculum,
        "udise_code" or "locality" or "pin_code" => kind is CodeKind.Institution,
        "time_zone" => kind is CodeKind.Branch,
        _ => kind is not CodeKind.Curriculum,
    };

    private static CodeLine Named(CodeKind kind, KeptName kept, BranchId branch, (string Column, string? Text)[] texts) =>
        Make(kind, kept, branch, [.. texts, ("name", kept.Name), .. kept.Names.Where(name => PlaceOf($"name_{name.Key}") >= 0).Select(name => ($"name_{name.Key}", (string?)name.Value))]);

    private static CodeLine Make(CodeKind kind, Kept kept, BranchId branch, (string Column, string? Text)[] texts)
    {
        var cells = new string[Columns.Count];
        Array.Fill(cells, "");
        foreach (var (column, text) in texts)
        {
            cells[Places[column]] = text ?? "";
        }

        (cells[0], cells[1], cells[^1]) = (NameOf(kind), branch.Value, kept.IsRetired ? Yes : "");
        return new CodeLine(kind, cells, kept.Version);
    }

    public static string NameOf(CodeKind kind) => kind switch { CodeKind.Branch => "branch", CodeKind.Institution => "institution", _ => "curriculum" };
}
