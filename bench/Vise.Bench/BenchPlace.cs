using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Vise.Data;
using Vise.Data.Admissions.Files;
using Vise.Data.Secrets;
using Vise.Web.Local;
using Vise.Web.Operations;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.MicrosoftHybridCache;

namespace Vise.Bench;

/// <summary>
/// Where the benchmarks work: a folder of their own under .local/bench with a PostgreSQL cluster that holds the made network, and a Redis server on
/// loopback. The cluster stays for the next time, everything else goes.
/// </summary>
internal sealed class BenchPlace : IAsyncDisposable
{
    private Process? _redis;
    private EmbeddedPostgres? _postgres;
    private NpgsqlDataSource? _source;
    private BranchDb? _branches;

    private BenchPlace(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>How long it took to make the cluster and its data; null where they were there.</summary>
    public TimeSpan? Loading { get; private set; }

    /// <summary>Host and port of the Redis server, which has nothing else to do.</summary>
    public string Redis { get; private set; } = "";

    public int RedisPort { get; private set; }

    /// <summary>The app's own binary.</summary>
    public static string App => typeof(ViseCommand).Assembly.Location;

    public static async Task<BenchPlace> OpenAsync(int applications, CancellationToken ct)
    {
        var place = new BenchPlace(Environment.GetEnvironmentVariable("BENCH_DIRECTORY") ?? Path.GetFullPath(Path.Combine(".local", string.Create(CultureInfo.InvariantCulture, $"bench-{applications}"))));
        var isNew = !Directory.Exists(place.Folder);
        var watch = Stopwatch.StartNew();
        Directory.CreateDirectory(place.Folder);
        // the codes of a network are the same however many applications it has
        using (var seed = Start("dotnet", [App, "seed", "--scale", "network", "--applications", applications.ToString(CultureInfo.InvariantCulture)], place.Settings()))
        {
            await seed.WaitForExitAsync(ct);
            if (seed.ExitCode != 0)
            {
                throw new InvalidOperationException("The made network could not be loaded; the reason stands above.");
            }
        }

        place.Loading = isNew ? watch.Elapsed : null;
        place.RedisPort = FreePort();
        place.Redis = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{place.RedisPort}");
        place._redis = Start("redis-server", ["--bind", "127.0.0.1", "--port", place.RedisPort.ToString(CultureInfo.InvariantCulture), "--save", "", "--appendonly", "no", "--loglevel", "warning"], [], quiet: true);
        place._redis.BeginOutputReadLine();
        while (!await ListensAsync(place.RedisPort))
        {
            await Task.Delay(20, ct);
        }

        return place;
    }

    /// <summary>The settings of an app that works in this place.</summary>
    public Dictionary<string, string> Settings() => new(StringComparer.Ordinal)
    {
        ["Local__Directory"] = Folder,
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["Demo__Applications"] = "false",
    };

    /// <summary>The app's own data layer, cache and all, without the app. Its cache is empty; connections and compiled queries are those of the one before.</summary>
    public async Task<ServiceProvider> DataAsync(CancellationToken ct)
    {
        _postgres ??= await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions(Path.Combine(Folder, "postgres"), Path.Combine(Folder, "logs", "postgres.log")), ct);
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:Vise"] = _postgres.Logins().App,
            ["ConnectionStrings:Redis"] = Redis + ",abortConnect=false",
        }).Build();
        _branches ??= new BranchDb(_source = ViseSource.Open(_postgres.Logins().App));
        return new ServiceCollection().AddSingleton<IConfiguration>(settings).AddLogging()
            .AddViseData(FieldKeys.Load(Path.Combine(Folder, "keys", "fields.json"), makeIfMissing: true), new DocumentPlaces(Path.Combine(Folder, "documents"))).AddSingleton(_branches).BuildServiceProvider();
    }

    /// <summary>HybridCache as the app has it.</summary>
    public static HybridCache Hybrid(IServiceProvider data) => data.GetService<HybridCache>() ?? new FusionHybridCache(data.GetRequiredService<IFusionCache>());

    /// <summary>Ends the cluster that <see cref="DataAsync"/> started, so that the app can have it.</summary>
    public async Task LetGoAsync()
    {
        if (_source is not null)
        {
            await _source.DisposeAsync();
            (_source, _branches) = (null, null);
        }

        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
            _postgres = null;
        }
    }

    public static Process Start(string program, IEnumerable<string> words, Dictionary<string, string> settings, bool quiet = false)
    {
        var info = new ProcessStartInfo(program, words) { UseShellExecute = false, RedirectStandardOutput = quiet };
        foreach (var (name, value) in settings)
        {
            info.Environment[name] = value;
        }

        return Process.Start(info) ?? throw new InvalidOperationException($"{program} does not start.");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await LetGoAsync();
        _redis?.Kill();
        _redis?.Dispose();
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
