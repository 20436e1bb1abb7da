using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Vise.Data;
using Vise.Data.Admissions.Files;
using Vise.Data.Caching;
using Vise.Data.Secrets;
using Vise.Tests.Support;
using Vise.Web.Operations;

namespace Vise.Tests.Caching;

/// <summary>The data room of a node as the app composes it, with its own memory; what it loads is counted.</summary>
internal sealed class CacheNode : IAsyncDisposable
{
    private static readonly TestFolder Folder = new();
    private static readonly FieldKeys Keys = FieldKeys.Load(Path.Combine(Folder.Path, "fields.json"), makeIfMissing: true);

    private readonly ServiceProvider _services;
    private int _loads;

    private CacheNode(ServiceProvider services) => _services = services;

    public RegionCache Cache => Get<RegionCache>();

    public CacheMeter Meter => Get<CacheMeter>();

    public CacheStore Store => Get<CacheStore>();

    public DropLedger Ledger => Get<DropLedger>();

    /// <summary>How often <see cref="AskAsync"/> had to load.</summary>
    public int Loads => _loads;

    public static CacheNode Start(CacheMode mode, string? redis = null, TestDatabase? database = null, TimeProvider? clock = null, FieldKeys? keys = null, Action<IServiceCollection>? more = null)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { [Connections.Redis] = redis, [Connections.Vise] = database?.AppConnection };
        var services = new ServiceCollection().AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).AddSingleton(clock ?? TimeProvider.System);
        more?.Invoke(services);
        return new CacheNode(services.AddViseData(keys ?? Keys, new DocumentPlaces(Path.GetTempPath()), mode).BuildServiceProvider());
    }

    /// <summary>Other keys than those that all nodes share.</summary>
    public static FieldKeys OtherKeys(TestFolder folder) => FieldKeys.Load(Path.Combine(folder.Path, "other.json"), makeIfMissing: true);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Asks for a key; what is loaded is what is given.</summary>
    public async Task<string> AskAsync(CacheKey key, string loaded) => await Cache.GetAsync(key, _ =>
    {
        Interlocked.Increment(ref _loads);
        return Task.FromResult(loaded);
    }, CancellationToken.None);

    /// <summary>Looks for changes, as the running app does four times a second.</summary>
    public Task LookAsync() => Get<ChangeFeed>().LookAsync(tell: false, CancellationToken.None);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
