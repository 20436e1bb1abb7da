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

    /// <summary>For the next session, from today for three months, at the place that the grant is held over.</summary>
    public static NewCycleForm Within(Scope scope, DateOnly today)
    {
        var prefix = scope.Prefix.PadRight(6);
        return new NewCycleForm
        {
            State = prefix[..2].Trim(),
            District = prefix[2..4].Trim(),
            Branch = prefix[4..].Trim(),
            Year = AcademicYear.StartingIn(AcademicYear.On(today).Start + 1).ToString(),
            Opens = today,
            Closes = today.AddMonths(3),
            Ends = today.AddMonths(6),
        };
    }

    /// <summary>The sessions that may be begun: this one and the two after it.</summary>
    public static IEnumerable<string> Years(DateOnly today) => Enumerable.Range(AcademicYear.On(today).Start, 3).Select(start => AcademicYear.StartingIn(start).ToString());
}
