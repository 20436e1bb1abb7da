using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Vise.Data.Admissions.Files;
using Vise.Web.Local;
using Xunit;

namespace Vise.Tests.Support;

/// <summary>A real S3-compatible server in a process of its own (npm's s3rver) with one empty bucket.</summary>
public sealed class TestObjectServer : IAsyncDisposable
{
    private const string Bucket = "documents";
    private readonly TestFolder _folder;
    private readonly ServerProcess _server;

    private TestObjectServer(TestFolder folder, ServerProcess server, int port)
    {
        (_folder, _server) = (folder, server);
        Settings = new S3Settings(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")), Bucket, "us-east-1", "S3RVER", "S3RVER", PathStyle: true);
    }

    public S3Settings Settings { get; }

    public static async Task<TestObjectServer> StartAsync()
    {
        var program = Source.File(".local", "s3", "node_modules", ".bin", "s3rver");
        Assert.SkipUnless(File.Exists(program), "There is no S3-compatible server: './vise test' installs one into .local/s3 where npm is there.");
        var folder = new TestFolder();
        var port = FreePort.Find();
        var server = await ServerProcess.StartAsync(
            [
                "node", program, "-d", folder.Path, "-a", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture),
                "--no-vhost-buckets", "--configure-bucket", Bucket,
            ],
            Path.Combine(folder.Path, "server.log"), folder.Path, user: null);
        await TestPort.OpensAsync(port, server, "The S3 server ended at once.");
        return new TestObjectServer(folder, server, port);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(ServerProcess.Kill, TimeSpan.FromSeconds(5));
        _folder.Dispose();
    }
}

/// <summary>Waits for a server of the test's own.</summary>
internal static class TestPort
{
    public static async Task OpensAsync(int port, ServerProcess server, string otherwise)
    {
        while (!await ListensAsync(port))
        {
            Assert.False(server.Exited.IsCompleted, otherwise);
            await Task.Delay(20);
        }
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
