using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;
using Vise.Web.Local;
using Xunit;

namespace Vise.Tests.Support;

/// <summary>A real redis-server of one's own on a free port, empty, gone on dispose.</summary>
public sealed class TestRedis : IAsyncDisposable
{
    private readonly TestFolder _folder;
    private readonly ServerProcess _server;

    private const int Stop = 19;
    private const int Continue = 18;

    private TestRedis(TestFolder folder, ServerProcess server, int port)
    {
        _folder = folder;
        _server = server;
        Port = port;
        ConnectionString = $"127.0.0.1:{port},abortConnect=false,allowAdmin=true";
    }

    public int Port { get; }

    public string ConnectionString { get; }

    /// <summary>Starts it, on a free port unless one is wished for.</summary>
    public static async Task<TestRedis> StartAsync(int? wished = null)
    {
        var folder = new TestFolder();
        var port = wished ?? FreePort.Find();
        var server = await ServerProcess.StartAsync(
            ["redis-server", "--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--save", "", "--appendonly", "no"],
            Path.Combine(folder.Path, "redis.log"), folder.Path, user: null);
        while (!await ListensAsync(port))
        {
            Assert.False(server.Exited.IsCompleted, "redis-server ended at once: is it installed?");
            await Task.Delay(10);
        }

        return new TestRedis(folder, server, port);
    }

    /// <summary>Keeps the server from answering, with its connections open.</summary>
    public void Pause() => ServerProcess.Send(_server.Id, Stop);

    /// <summary>Lets it go on.</summary>
    public void GoOn() => ServerProcess.Send(_server.Id, Continue);

    /// <summary>Does something as an administrator of the server.</summary>
    public async Task<T> AskAsync<T>(Func<IDatabase, IServer, Task<T>> what)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(ConnectionString);
        return await what(redis.GetDatabase(), redis.GetServers()[0]);
    }

    /// <summary>Empties it.</summary>
    public Task FlushAsync() => AskAsync(async (_, server) =>
    {
        await server.FlushAllDatabasesAsync();
        return true;
    });

    /// <summary>Ends the server at once, as a crash would.</summary>
    public Task KillAsync() => _server.StopAsync(ServerProcess.Kill, TimeSpan.FromSeconds(5));

    public async ValueTask DisposeAsync()
    {
        GoOn();
        await _server.StopAsync(ServerProcess.Interrupt, TimeSpan.FromSeconds(5));
        _folder.Dispose();
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
