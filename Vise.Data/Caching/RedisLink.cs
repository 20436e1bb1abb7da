using StackExchange.Redis;

namespace Vise.Data.Caching;

/// <summary>The one connection to Redis, for values and for messages. Nobody waits for it at the start, and it comes back by itself.</summary>
public sealed class RedisLink : IAsyncDisposable
{
    // outer bounds; whoever reads a page goes on long before (SecondLayer)
    private const int ConnectMilliseconds = 10_000;
    private const int OperationMilliseconds = 5_000;
    private const int Retries = 5;
    private const int RetryEveryMilliseconds = 1_000;

    private readonly Lazy<Task<ConnectionMultiplexer>> _opening;

    /// <param name="connection">A StackExchange.Redis connection string.</param>
    public RedisLink(string connection)
    {
        var options = ConfigurationOptions.Parse(connection);
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ConnectTimeout = ConnectMilliseconds;
        options.AsyncTimeout = options.SyncTimeout = OperationMilliseconds;
        options.ConnectRetry = Retries;
        options.ReconnectRetryPolicy = new LinearRetry(RetryEveryMilliseconds);
        options.ClientName = "vise";
        _opening = new(() => ConnectionMultiplexer.ConnectAsync(options));
    }

    /// <summary>The connection once the first try has come to an end, well or not; null before.</summary>
    public IConnectionMultiplexer? Now => _opening is { IsValueCreated: true, Value.IsCompletedSuccessfully: true } ? _opening.Value.Result : null;

    /// <summary>Begins to connect, if nobody has; waits for the end of the first try.</summary>
    public async Task<IConnectionMultiplexer> OpenAsync() => await _opening.Value;

    /// <summary>Deletes the keys that match a pattern of Redis; does nothing while there is no connection.</summary>
    public async Task DeleteAsync(string pattern, CancellationToken ct)
    {
        const int Batch = 500;
        if (Now is not { IsConnected: true } redis)
        {
            return;
        }

        foreach (var server in redis.GetServers().Where(server => server is { IsConnected: true, IsReplica: false }))
        {
            await foreach (var keys in server.KeysAsync(pattern: pattern, pageSize: Batch).Chunk(Batch).WithCancellation(ct))
            {
                await redis.GetDatabase().KeyDeleteAsync(keys);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Now is { } redis)
        {
            await redis.DisposeAsync();
        }
    }
}
