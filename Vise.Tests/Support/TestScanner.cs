using System.Globalization;
using System.Text;
using Vise.Web.Local;
using Xunit;

namespace Vise.Tests.Support;

/// <summary>A real clamd in a process of its own, which knows one virus: the EICAR test text.</summary>
public sealed class TestScanner : IAsyncDisposable
{
    private readonly TestFolder _folder;
    private readonly ServerProcess _server;

    private TestScanner(TestFolder folder, ServerProcess server, int port)
    {
        (_folder, _server) = (folder, server);
        Address = string.Create(CultureInfo.InvariantCulture, $"tcp://127.0.0.1:{port}");
    }

    /// <summary>The harmless text that every scanner takes for a virus; in two halves, or it would find this file.</summary>
    public static string Virus => @"X5O!P%@AP[4\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    public string Address { get; }

    public static async Task<TestScanner> StartAsync()
    {
        var program = File.Exists("/usr/sbin/clamd") ? "/usr/sbin/clamd" : "/usr/bin/clamd";
        Assert.SkipUnless(File.Exists(program), "There is no clamd: './vise test' installs clamav-daemon.");
        var folder = new TestFolder();
        var port = FreePort.Find();
        var signatures = Directory.CreateDirectory(Path.Combine(folder.Path, "signatures")).FullName;
        await File.WriteAllTextAsync(Path.Combine(signatures, "test.ndb"), $"Eicar-Test:0:*:{Convert.ToHexStringLower(Encoding.ASCII.GetBytes(Virus))}\n");
        var settings = Path.Combine(folder.Path, "clamd.conf");
        await File.WriteAllTextAsync(settings, string.Create(CultureInfo.InvariantCulture, $"DatabaseDirectory {signatures}\nTCPSocket {port}\nTCPAddr 127.0.0.1\nForeground yes\n"));
        var server = await ServerProcess.StartAsync([program, "-c", settings], Path.Combine(folder.Path, "clamd.log"), folder.Path, user: null);
        await TestPort.OpensAsync(port, server, "clamd ended at once.");
        return new TestScanner(folder, server, port);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(ServerProcess.Kill, TimeSpan.FromSeconds(5));
        _folder.Dispose();
    }
}
