using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Web.Admissions.Cycles;

/// <summary>A cycle that is to be begun: the school, the session and the days.</summary>
public sealed class NewCycleForm : DayForm
{
    public string State { get; set; } = "";

    public string District { get; set; } = "";

    public string Branch { get; set; } = "";

    public string School { get; set; } = "";

    public string Year { get; set; } = "";

    /// <summary>Null while the school isn't chosen.</summary>
    public CycleKey? Key => BranchId.TryParse(State + District + Branch, out var branch) && School.Length == 2 && AcademicYear.TryParse(Year, out var year) ? new CycleKey(branch, School, year) : null;

    /// <summary>For the next session that is open, from today for three months, at the place that the grant is held over.</summary>
    public static NewCycleForm Within(Scope scope, DateOnly today, IReadOnlyList<string> years)
    {
        var prefix = scope.Prefix.PadRight(6);
        return new NewCycleForm
        {
            State = prefix[..2].Trim(),
            District = prefix[2..4].Trim(),
            Branch = prefix[4..].Trim(),
            Year = years.FirstOrDefault(year => string.CompareOrdinal(year, AcademicYear.On(today).ToString()) > 0) ?? (years.Count > 0 ? years[^1] : ""),
            Opens = today,
            Closes = today.AddMonths(3),
            Ends = today.AddMonths(6),
        };
    }
}
