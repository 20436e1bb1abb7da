using System.Globalization;
using StackExchange.Redis;
using Vise.Web.Local;

namespace Vise.Tests.Support;

/// <summary>A real redis-server of one's own on a free port, empty, gone on dispose.</summary>
public sealed class TestRedis : IAsyncDisposable
{
    private readonly TestFolder _folder;
    private readonly ServerProcess _server;

    private TestRedis(TestFolder folder, ServerProcess server, int port)
    {
        _folder = folder;
        _server = server;
        ConnectionString = $"127.0.0.1:{port},abortConnect=false,allowAdmin=true";
    }

    public string ConnectionString { get; }

    public static async Task<TestRedis> StartAsync()
    {
        var folder = new TestFolder();
        var port = FreePort.Find();
        var server = await ServerProcess.StartAsync(
            ["redis-server", "--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--save", "", "--appendonly", "no"],
            Path.Combine(folder.Path, "redis.log"), folder.Path, user: null);
        var redis = new TestRedis(folder, server, port);
        // the client tries again until the server listens
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",abortConnect=true,connectRetry=20,connectTimeout=1000");
        await connection.GetDatabase().PingAsync();
        return redis;
    }

    /// <summary>Ends the server at once, as a crash would.</summary>
    public Task KillAsync() => _server.StopAsync(ServerProcess.Kill, TimeSpan.FromSeconds(5));

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(ServerProcess.Interrupt, TimeSpan.FromSeconds(5));
        _folder.Dispose();
    }
}
