using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MimeKit;
using Vise.Web.Local;
using Xunit;

namespace Vise.Tests.Support;

/// <summary>
/// A real SMTP server in a process of its own (Debian's aiosmtpd); a recipient's name tells it how to answer: <c>refuse-</c>, <c>later-</c>,
/// <c>slow-</c> (a second late), <c>cut-</c> (takes it and hangs up).
/// </summary>
public sealed class TestMailServer : IAsyncDisposable
{
    private readonly TestFolder _folder;
    private readonly ServerProcess _server;

    private TestMailServer(TestFolder folder, ServerProcess server, int port) => (_folder, _server, Port) = (folder, server, port);

    public int Port { get; }

    /// <summary>The settings that send messages to it.</summary>
    public (string Key, string Value)[] Settings =>
        [("Smtp:Host", "127.0.0.1"), ("Smtp:Port", Port.ToString(CultureInfo.InvariantCulture)), ("Smtp:Security", "none"), ("Smtp:From", "VISE <admissions@school.test>")];

    public static async Task<TestMailServer> StartAsync()
    {
        var folder = new TestFolder();
        var port = FreePort.Find();
        var server = await ServerProcess.StartAsync(
            ["/usr/bin/python3", Source.File("Vise.Tests", "Support", "mail-server.py"), folder.Path, port.ToString(CultureInfo.InvariantCulture)],
            Path.Combine(folder.Path, "mail.log"), folder.Path, user: null);
        while (!await ListensAsync(port))
        {
            Assert.False(server.Exited.IsCompleted, "The mail server ended at once: is python3-aiosmtpd installed?");
            await Task.Delay(20);
        }

        return new TestMailServer(folder, server, port);
    }

    /// <summary>Every message it took, as often as it took it.</summary>
    public IReadOnlyList<MimeMessage> Taken() => [.. Directory.EnumerateFiles(_folder.Path, "*.eml").Select(file => MimeMessage.Load(file))];

    /// <summary>Has it stop at a step of the next message: <c>connected ehlo mail rcpt data text taken</c>, the last two after the whole text, before and after it is kept.</summary>
    public void HoldAt(string step) => File.WriteAllText(Path.Combine(_folder.Path, "hold"), step);

    /// <summary>Whether it stands there.</summary>
    public bool Holds => File.Exists(Path.Combine(_folder.Path, "held"));

    /// <summary>Lets it go on.</summary>
    public void LetGo()
    {
        File.Delete(Path.Combine(_folder.Path, "hold"));
        File.Delete(Path.Combine(_folder.Path, "held"));
    }

    /// <summary>How many connections were made to it by who spoke to it.</summary>
    public int Sessions => Directory.EnumerateFiles(_folder.Path, "session-*").Count();

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(ServerProcess.Kill, TimeSpan.FromSeconds(5));
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
