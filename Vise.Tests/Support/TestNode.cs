using System.Diagnostics;
using System.Globalization;
using Vise.Web.Local;
using Vise.Web.Operations;
using Xunit;

namespace Vise.Tests.Support;

/// <summary>The real binary in a process of its own, on a test's database, to be killed.</summary>
public sealed class TestNode : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Process _process;

    private TestNode(TestDatabase database, string role, (string Key, string Value)[] more)
    {
        var info = new ProcessStartInfo("dotnet", [typeof(ViseCommand).Assembly.Location, "run", "--role", role]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        (string Key, string Value)[] settings =
        [
            ("ASPNETCORE_ENVIRONMENT", "Development"), ("ConnectionStrings:Vise", database.AppConnection), ("ConnectionStrings:ViseAuth", database.AuthConnection), ("ConnectionStrings:Redis", ""),
            ("Demo:Enabled", "false"), ("Public:Address", Address.GetLeftPart(UriPartial.Authority)), ("Urls", Address.GetLeftPart(UriPartial.Authority)), (ManagementPort.Setting, Management.ToString()), (LocalFolder.Setting, _folder.Path), .. more,
        ];
        foreach (var (key, value) in settings)
        {
            info.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        TestCommand.StartQuickly(info);
        _process = Process.Start(info)!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where metrics and health answer.</summary>
    public Uri Management { get; } = new(OnPort(FreePort.Find()));

    /// <summary>Where pages and API answer, of a web node.</summary>
    public Uri Address { get; } = new(OnPort(FreePort.Find()));

    /// <summary>Starts a web node; it answers some seconds later.</summary>
    public static TestNode Web(TestDatabase database, params (string Key, string Value)[] settings) => new(database, NodeRole.Web, settings);

    public static TestNode Worker(TestDatabase database, params (string Key, string Value)[] settings) => new(database, NodeRole.Worker, settings);

    /// <summary>Waits until it answers.</summary>
    public async Task ReadyAsync()
    {
        using var http = new HttpClient();
        await UntilAsync(async () =>
        {
            try
            {
                return (await http.GetAsync(new Uri(Management, Vise.Web.Shell.ManagementPaths.Live))).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }

    /// <summary>SIGKILL, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for a state that other processes bring about.</summary>
    public static async Task UntilAsync(Func<Task<bool>> done)
    {
        var patience = Stopwatch.StartNew();
        while (!await done())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(3), "It takes too long.");
            // each look is a connection of its own, and the others are at work too
            await Task.Delay(50);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        _folder.Dispose();
    }

    private static string OnPort(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
}
