using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Vise.Web.Local;

/// <summary>A server that runs as our child and never outlives us, even when we are killed.</summary>
internal sealed class ServerProcess
{
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Kill = 9;

    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess()
    {
    }

    public int Id { get; private set; }

    /// <summary>Ends when the process has ended.</summary>
    public Task Exited => _exited.Task;

    /// <summary>Starts the command, as <paramref name="user"/> if one is named; what it prints is appended to the log file.</summary>
    public static async Task<ServerProcess> StartAsync(IReadOnlyList<string> command, string logFile, string workingFolder, string? user)
    {
        string[] wrapped = [.. OwnSession(), .. ChangeTo(user), .. command];
        // the shell opens the log before the user changes, then becomes the server: same process id
        var info = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >>\"$VISE_LOG\" 2>&1 </dev/null", "sh", .. wrapped])
        {
            UseShellExecute = false,
            WorkingDirectory = workingFolder,
        };
        foreach (var name in info.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            info.Environment.Remove(name);
        }

        info.Environment["VISE_LOG"] = logFile;
        var server = new ServerProcess();
        // The kernel sends the parent-death signal when the *thread* that forked ends, so this one lives as long as the server.
        new Thread(() => server.Follow(info)) { IsBackground = true, Name = "follows " + Path.GetFileName(command[0]) }.Start();
        server.Id = await server._started.Task;
        return server;
    }

    /// <summary>Sends the signal and waits for the end; kills it when patience runs out.</summary>
    public async Task StopAsync(int signal, TimeSpan patience)
    {
        Send(Id, signal);
        try
        {
            await Exited.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            Send(Id, Kill);
            await Exited;
        }
    }

    public static void Send(int process, int signal) => _ = SendSignal(process, signal);

    private void Follow(ProcessStartInfo info)
    {
        try
        {
            using var process = Process.Start(info)!;
            _started.SetResult(process.Id);
            process.WaitForExit();
        }
        catch (Win32Exception e)
        {
            _started.TrySetException(e);
        }
        finally
        {
            _exited.TrySetResult();
        }
    }

    /// <summary>A session of its own: Ctrl+C in the terminal reaches us, and we stop it in order.</summary>
    private static string[] OwnSession() => Tool.Exists("setsid") ? ["setsid"] : [];

    private static string[] ChangeTo(string? user)
    {
        if (Tool.Exists("setpriv"))
        {
            string[] identity = user is null ? [] : [$"--reuid={user}", $"--regid={user}", "--clear-groups"];
            return ["setpriv", .. identity, "--pdeathsig=INT", "--"];
        }

        return user is null ? [] : throw new Operations.SettingsException("Running PostgreSQL as root needs setpriv: install util-linux, or start VISE as another user.");
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
