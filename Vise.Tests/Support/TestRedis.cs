using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Vise.Web.Local;
using Xunit;

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
        while (!await ListensAsync(port))
        {
            Assert.False(server.Exited.IsCompleted, "redis-server ended at once: is it installed?");
            await Task.Delay(10);
        }

        return new TestRedis(folder, server, port);
    }

    /// <summary>Ends the server at once, as a crash would.</summary>
    public Task KillAsync() => _server.StopAsync(ServerProcess.Kill, TimeSpan.FromSeconds(5));

    public async ValueTask DisposeAsync()
    {
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
