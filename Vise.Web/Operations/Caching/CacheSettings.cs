using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Options;
using Vise.Data.Caching;

namespace Vise.Web.Operations.Caching;

/// <summary>Where values are cached (<see cref="CacheMode"/>).</summary>
public sealed class CacheSettings
{
    /// <summary>Setting: redis, memory, none or distributed; redis by default.</summary>
    public const string Setting = "Cache:Mode";

    private static readonly Dictionary<string, CacheMode> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["redis"] = CacheMode.Redis,
        ["memory"] = CacheMode.Memory,
        ["none"] = CacheMode.None,
        ["distributed"] = CacheMode.Distributed,
    };

    public static CacheMode ModeOf(IConfiguration configuration) =>
        !configuration.Has(Setting) ? CacheMode.Redis
        : Words.TryGetValue(configuration[Setting]!, out var mode) ? mode
        : throw new SettingsException($"{Setting} must be redis, memory, none or distributed, not '{configuration[Setting]}'.");

    /// <summary>The mode as the setting writes it.</summary>
    public static string WordOf(CacheMode mode) => Words.First(word => word.Value == mode).Key;

    internal static void Check(IConfiguration configuration) => _ = ModeOf(configuration);

    /// <summary>Refuses a start that would find no cache: whoever sets <c>distributed</c> brings one along, for example by a hosting start-up assembly.</summary>
    internal sealed class Validation(IServiceProviderIsService known, IConfiguration configuration) : IValidateOptions<CacheSettings>
    {
        public ValidateOptionsResult Validate(string? name, CacheSettings options) =>
            ModeOf(configuration) is CacheMode.Distributed && !known.IsService(typeof(IDistributedCache))
                ? ValidateOptionsResult.Fail($"{Setting} is distributed, but no IDistributedCache is registered: register one (docs/operations.md), or set {Setting} to redis or memory.")
                : ValidateOptionsResult.Success;
    }
}
