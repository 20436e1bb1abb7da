using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Domain.Codes;

/// <summary>A name with its translations as it was typed, cleaned.</summary>
public sealed record NameEntry(string Name, IReadOnlyDictionary<string, string> Names)
{
    public static NameEntry Of(string? name, IEnumerable<KeyValuePair<string, string>> names) => new(Typed.Clean(name), CodeRules.Clean(names));

    public bool HasNames(IReadOnlyDictionary<string, string> other) => CodeRules.Same(Names, other);

    public IEnumerable<FieldProblem> Check()
    {
        if (Name.Length == 0)
        {
            yield return new FieldProblem("name", "Required");
        }

        if (Name.Length > CodeRules.NameLength)
        {
            yield return new FieldProblem("name", "TooLong", CodeRules.NameLength);
        }

        foreach (var (language, text) in Names)
        {
            if (!CodeRules.Languages.Contains(language, StringComparer.Ordinal))
            {
                yield return new FieldProblem($"name_{language}", "LanguageUnknown", language);
            }
            else if (text.Length > CodeRules.NameLength)
            {
                yield return new FieldProblem($"name_{language}", "TooLong", CodeRules.NameLength);
            }
        }
    }
}

/// <summary>A branch as it was typed.</summary>
public sealed record BranchEntry(NameEntry Called, string TimeZone)
{
    /// <summary>The time zone of a branch that names no other.</summary>
    public const string India = "Asia/Kolkata";

    public static BranchEntry Of(NameEntry called, string? timeZone) => new(called, CodeRules.Optional(timeZone) ?? India);

    public IReadOnlyList<FieldProblem> Check() =>
    [
        .. Called.Check(),
        // the names that both .NET and PostgreSQL know; three letters mean different places to different people
        .. TimeZone.Contains('/', StringComparison.Ordinal) && TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _) ? (FieldProblem[])[] : [new FieldProblem("time_zone", "TimeZoneUnknown")],
    ];
}

/// <summary>An institution as it was typed.</summary>
public sealed record InstitutionEntry(NameEntry Called, string? UdiseCode, string Locality, string? PinCode)
{
    public static InstitutionEntry Of(NameEntry called, string? udiseCode, string? locality, string? pinCode) =>
        new(called, CodeRules.Optional(udiseCode)?.Replace(" ", "", StringComparison.Ordinal), Typed.Clean(locality), CodeRules.Optional(pinCode)?.Replace(" ", "", StringComparison.Ordinal));

    /// <param name="states">The state's code and those that stood for it before.</param>
    public IReadOnlyList<FieldProblem> Check(IReadOnlyCollection<string> states)
    {
        List<FieldProblem> problems = [.. Called.Check()];
        if (CodeRules.Udise("udise_code", UdiseCode, states) is { } udise)
        {
            problems.Add(udise);
        }

        if (Locality.Length > CodeRules.NameLength)
        {
            problems.Add(new FieldProblem("locality", "TooLong", CodeRules.NameLength));
        }

        if (PinCode is not null && !Typed.IsPinCode(PinCode))
        {
            problems.Add(new FieldProblem("pin_code", "PinForm"));
        }

        return problems;
    }
}

/// <summary>A class that is taught, as it was typed: codes of the lists programme, department, class and medium.</summary>
public sealed record TaughtEntry(string Programme, string Department, string Class, IReadOnlyList<string> Media)
{
    public static TaughtEntry Of(string? programme, string? department, string? classCode, IEnumerable<string> media) =>
        new(Typed.Clean(programme), Typed.Clean(department), Typed.Clean(classCode), [.. media.Select(Typed.Clean).Where(medium => medium.Length > 0).Distinct(StringComparer.Ordinal)]);

    /// <param name="terms">Codes by list; those in use are true.</param>
    public IReadOnlyList<FieldProblem> Check(IReadOnlyDictionary<string, IReadOnlyDictionary<string, bool>> terms)
    {
        List<FieldProblem> problems = [];
        Look("programme", "programme", Programme);
        Look("department", "department", Department);
        Look("class", "class", Class);
        foreach (var medium in Media)
        {
            Look("media", "medium", medium);
        }

        if (Media.Count == 0)
        {
            problems.Add(new FieldProblem("media", "Required"));
        }

        return problems;

        void Look(string path, string list, string code)
        {
            if (code.Length == 0)
            {
                problems.Add(new FieldProblem(path, "Required"));
            }
            else if (!terms[list].TryGetValue(code, out var inUse))
            {
                problems.Add(new FieldProblem(path, "TermUnknown", code));
            }
            else if (!inUse)
            {
                problems.Add(new FieldProblem(path, "TermRetired", code));
            }
        }
    }
}
