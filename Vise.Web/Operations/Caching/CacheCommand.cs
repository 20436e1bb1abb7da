using Vise.Data;
using Vise.Data.Caching;
using Vise.Data.Codes;
using Vise.Web.Local;

namespace Vise.Web.Operations.Caching;

/// <summary><c>cache clear [--key K | --pattern P | --region R]</c> and <c>cache warm [--region R]</c>: written down in the database, so that every running node does it within a second.</summary>
internal static class CacheCommand
{
    private const string Usage = "Say cache clear, with --key K, --pattern P or --region R or nothing for all of it, or cache warm, with --region R or nothing for all of it.";

    public static async Task RunAsync(string[] args, Rooms rooms)
    {
        var (regions, places) = Read(args);
        var builder = ViseSettings.CreateBuilder([]);
        // each key that is warmed would be a line of its own
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        await using var servers = await LocalServers.StartMissingAsync(builder.Configuration, builder.Environment, Needs.Database, joinRunning: true);
        if (CacheSettings.ModeOf(builder.Configuration) is CacheMode.Redis && !builder.Configuration.Has(Connections.Redis))
        {
            // the nodes' own cache lives inside them
            builder.Configuration[CacheSettings.Setting] = CacheSettings.WordOf(CacheMode.Memory);
        }

        rooms.Add(builder);
        await using var app = builder.Build();
        await Connections.TryLoginsAsync(app.Configuration);
        var feed = app.Services.GetRequiredService<ChangeFeed>();
        await feed.LookAsync(tell: false, default);
        if (app.Services.GetService<RedisLink>() is { } redis)
        {
            await redis.OpenAsync();
        }

        if (await feed.WishAsync(places, default) is { } refusal)
        {
            throw new SettingsException($"The cache could not be told: {refusal.GetType().Name}.");
        }

        if (args[0] is "clear")
        {
            await app.Services.GetRequiredService<CacheStore>().SettledAsync();
            Console.WriteLine($"Dropped {(args.Length == 1 ? "all of the cache" : args[2])}; every running node drops it within a second.");
            return;
        }

        var keys = 0;
        foreach (var region in regions.Where(CodesWarmth.Regions.Contains))
        {
            keys += await app.Services.GetRequiredService<CodesWarmth>().WarmAsync(region, default);
        }

        Console.WriteLine($"Warmed {keys} keys; every running node does the same within a second.");
    }

    private static (IReadOnlyList<CacheRegion> Regions, IReadOnlyList<string> Places) Read(string[] args) => args switch
    {
        ["clear"] => (CacheKeys.Regions, [.. CacheKeys.Regions.Select(region => CacheDrops.PlaceOf(new CacheDrop(region)))]),
        ["clear", "--region", var name] => ([Named(name)], [CacheDrops.PlaceOf(new CacheDrop(Named(name)))]),
        ["clear", "--key", var key] when !key.Contains('*', StringComparison.Ordinal) => ([], Matching(key)),
        ["clear", "--pattern", var pattern] => ([], Matching(pattern)),
        ["warm"] => (CodesWarmth.Regions, [.. CodesWarmth.Regions.Select(CacheDrops.PlaceOfWarming)]),
        ["warm", "--region", var name] => ([Named(name)], [CacheDrops.PlaceOfWarming(Named(name))]),
        _ => throw new SettingsException(Usage),
    };

    private static CacheRegion Named(string name) => CacheKeys.Region(name)
        ?? throw new SettingsException($"There is no region '{name}'; there are {string.Join(", ", CacheKeys.Regions.Select(region => region.Name))}.");

    private static List<string> Matching(string pattern) => CacheDrops.Matching(pattern).Select(CacheDrops.PlaceOf).ToList() is { Count: > 0 } places
        ? places
        : throw new SettingsException($"No key looks like '{pattern}': each begins with its region and a colon, such as geo:27:.");
}
