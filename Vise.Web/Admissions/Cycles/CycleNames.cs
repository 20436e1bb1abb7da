using System.Globalization;
using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain.Codes;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Cycles;

/// <summary>The words around a cycle in the reader's language: names for its codes, and the ages that its classes take.</summary>
public sealed class CycleNames
{
    private readonly Dictionary<(string List, string Code), string> _names = [];

    public string School { get; private init; } = "";

    public string Branch { get; private init; } = "";

    public TimeZoneInfo Zone { get; private init; } = Formats.India;

    /// <summary>Codes of all classes, lowest first.</summary>
    public IReadOnlyList<string> Classes { get; private init; } = [];

    /// <summary>Codes of all documents that may be asked for, in their order.</summary>
    public IReadOnlyList<string> Documents { get; private init; } = [];

    /// <summary>Age rules of the classes that have any, by class, the one for all first.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<AgeRule>> Ages { get; private init; } = new Dictionary<string, IReadOnlyList<AgeRule>>(StringComparer.Ordinal);

    public string Of(string list, string code) => _names.GetValueOrDefault((list, code), code);

    public string Class(ClassKey key) => $"{Of("class", key.Class)} · {Of("programme", key.Programme)}, {Of("department", key.Department)}";

    public int Order(string classCode) => Classes.Count(code => code != classCode && Before(code, classCode));

    private bool Before(string code, string other) => Classes.TakeWhile(one => one != other).Contains(code);

    public static async Task<CycleNames> OfAsync(ReferenceCodes codes, CycleKey key, CancellationToken ct)
    {
        var language = CultureInfo.CurrentUICulture.Name;
        var branch = await codes.BranchAsync(key.Branch, ct);
        var classes = await codes.TermsAsync("class", ct);
        var names = new CycleNames
        {
            School = (await codes.InstitutionsAsync(key.Branch, ct)).FirstOrDefault(known => known.Code == key.Institution)?.In(language) ?? key.Institution,
            Branch = branch?.In(language) ?? key.Branch.Value,
            Zone = branch?.Zone ?? Formats.India,
            Classes = [.. classes.Select(term => term.Code)],
            Documents = [.. (await codes.TermsAsync("document", ct)).Select(term => term.Code)],
            Ages = await codes.AgeRulesAsync(key.Branch.State, ct),
        };
        foreach (var list in (string[])["class", "programme", "department", "document", "age_category", "quota", "medium"])
        {
            foreach (var term in await codes.TermsAsync(list, ct))
            {
                names._names[(list, term.Code)] = term.In(language);
            }
        }

        return names;
    }
}
