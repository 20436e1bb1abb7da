namespace Vise.Domain.Admissions;

/// <summary>The statuses as they are stored and spoken by the API: lower case.</summary>
public static class StatusNames
{
    private static readonly Dictionary<ApplicationStatus, string> Names =
        Enum.GetValues<ApplicationStatus>().ToDictionary(status => status, status => status.ToString().ToLowerInvariant());

    private static readonly Dictionary<string, ApplicationStatus> ByName = Names.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    public static string Of(ApplicationStatus status) => Names[status];

    public static ApplicationStatus Parse(string name) => ByName[name];

    public static bool TryParse(string? name, out ApplicationStatus status) => ByName.TryGetValue(name ?? "", out status);
}
