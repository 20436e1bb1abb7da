namespace Vise.Web.Operations;

/// <summary>
/// What a process of VISE does: <c>web</c> serves pages and the API, <c>worker</c> runs jobs and carries the outbox, <c>all</c> does both. A
/// worker answers on its management port alone. Any number of each may run.
/// </summary>
public static class NodeRole
{
    /// <summary>Setting, <c>all</c> by default; also <c>run --role worker</c>.</summary>
    public const string Setting = "Role";

    public const string Web = "web";
    public const string Worker = "worker";
    public const string All = "all";

    /// <summary>Whether it serves pages and the API.</summary>
    public static bool Serves(IConfiguration configuration) => Of(configuration) is not Worker;

    /// <summary>Whether it runs jobs and carries the outbox.</summary>
    public static bool Works(IConfiguration configuration) => Of(configuration) is not Web;

    internal static void Check(IConfiguration configuration)
    {
        if (Of(configuration) is not (Web or Worker or All))
        {
            throw new SettingsException($"{Setting} must be {Web}, {Worker} or {All}, not '{configuration[Setting]}'.");
        }
    }

    private static string Of(IConfiguration configuration) => configuration.Has(Setting) ? configuration[Setting]!.ToLowerInvariant() : All;
}
