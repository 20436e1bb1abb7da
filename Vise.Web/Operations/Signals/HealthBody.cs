using System.Reflection;

namespace Vise.Web.Operations.Signals;

/// <summary>The management port's answer about health (SPEC 8).</summary>
/// <param name="Status">The worst of the parts', as <see cref="Wellness"/>.</param>
/// <param name="Timestamp">When it was asked, UTC.</param>
/// <param name="Service">Always <c>vise</c>.</param>
/// <param name="Version">The build.</param>
/// <param name="Environment">Development, Production, ...</param>
/// <param name="Details">By part.</param>
public sealed record HealthBody(
    string Status, DateTimeOffset Timestamp, string Service, string Version, string Environment, IReadOnlyDictionary<string, PartHealth> Details)
{
    /// <summary>Name of the service in health and traces.</summary>
    public const string ServiceName = "vise";

    public static string BuildVersion { get; } =
        typeof(HealthBody).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public static HealthBody Of(IServiceProvider services, IReadOnlyDictionary<string, PartHealth> parts)
    {
        var statuses = parts.Values.Select(part => part.Status).ToList();
        return new HealthBody(
            statuses.Contains(Wellness.Unhealthy) ? Wellness.Unhealthy : statuses.Contains(Wellness.Degraded) ? Wellness.Degraded : Wellness.Healthy,
            services.GetRequiredService<TimeProvider>().GetUtcNow(),
            ServiceName,
            BuildVersion,
            services.GetRequiredService<IHostEnvironment>().EnvironmentName,
            parts);
    }

    /// <summary>503 only when VISE can't work.</summary>
    public int ToStatusCode() => Status is Wellness.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
}
