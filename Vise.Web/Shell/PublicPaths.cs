using Vise.Domain.Codes;

namespace Vise.Web.Shell;

/// <summary>Addresses of public pages that say what is looked for.</summary>
public static partial class Paths
{
    /// <summary>What a search finds, from <paramref name="after"/> on.</summary>
    public static string SchoolsFound(string typed, bool openOnly, string? after = null) =>
        $"{Schools}?q={Uri.EscapeDataString(typed)}" + (openOnly ? "&open=1" : "") + (after is null ? "" : $"&after={after}");

    /// <summary>What everyone may know of a school.</summary>
    public static string School(BranchId branch, string institution) => $"{Schools}/{branch}/{institution}";

    /// <summary>Begins a form with the choice made.</summary>
    public static string ApplyFor(BranchId branch, string institution, AcademicYear session, string programme, string department, string classCode) =>
        $"{Apply}?state={branch.State}&district={branch.State}{branch.District}&branch={branch}&school={branch}{institution}&session={session}&programme={programme}&department={department}&class={classCode}";
}
