using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Web.Admissions.Cycles;

namespace Vise.Web.Admissions.Finding;

/// <summary>Whether a child is of age for a class, and if not by how much.</summary>
/// <param name="ClassCode">The class.</param>
/// <param name="Problem">TooYoung or TooOld by the rule for every child; null when the child fits.</param>
/// <param name="FitsAs">Categories with ages of their own, which such a child fits all the same.</param>
public sealed record AgeFit(string ClassCode, FieldProblem? Problem, IReadOnlyList<string> FitsAs);

/// <summary>What a birth date means for the classes of a session, lowest class first.</summary>
public sealed record AgeAnswer(IReadOnlyList<AgeFit> Fits)
{
    public IEnumerable<string> FittingClasses => Fits.Where(fit => fit.Problem is null).Select(fit => fit.ClassCode);

    /// <summary>The class that children of that age usually enter: the highest it is old enough for, as long as there is a higher one to wait for.</summary>
    public string? Usual => Fits.Any(fit => fit.Problem?.Code == "TooYoung") ? FittingClasses.LastOrDefault() : null;

    /// <summary>The nearest class that is still too high and the nearest that is already too low.</summary>
    public IEnumerable<AgeFit> Nearest => new[] { Fits.LastOrDefault(fit => fit.Problem?.Code == "TooOld"), Fits.FirstOrDefault(fit => fit.Problem?.Code == "TooYoung") }.OfType<AgeFit>();

    public AgeFit? Of(string classCode) => Fits.FirstOrDefault(fit => fit.ClassCode == classCode);

    /// <summary>Asks every class that has a rule.</summary>
    public static AgeAnswer For(DateOnly born, AcademicYear year, IEnumerable<string> classCodes, CycleNames names)
    {
        var offered = classCodes.ToHashSet(StringComparer.Ordinal);
        return new AgeAnswer(
        [
            .. from code in names.Classes
               where offered.Contains(code)
               let rules = names.Ages.GetValueOrDefault(code, [])
               let usual = rules.FirstOrDefault(rule => rule.Category == "all")
               where usual is not null
               let problem = usual.Check("", born, year)
               select new AgeFit(code, problem, problem is null ? [] : [.. rules.Where(rule => rule.Category != "all" && rule.Check("", born, year) is null).Select(rule => rule.Category)]),
        ]);
    }
}
