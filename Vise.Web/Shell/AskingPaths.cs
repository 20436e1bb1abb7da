using Vise.Domain.Admissions;

namespace Vise.Web.Shell;

/// <summary>Where a family asks something of the school after it has handed a form in.</summary>
public static partial class Paths
{
    /// <summary>What the family asked the school, on the application's own page.</summary>
    public static string Questions(ApplicationId id) => $"{MyApplication(id)}#questions";
}
