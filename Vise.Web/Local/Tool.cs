using System.Diagnostics;

namespace Vise.Web.Local;

/// <summary>Runs a small program to its end.</summary>
internal static class Tool
{
    /// <summary>Whether a program of that name is on the PATH.</summary>
    public static bool Exists(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, name)));

    /// <summary>Returns the exit code and all that was printed; exit code 127 when there is no such program.</summary>
    public static async Task<(int Code, string Output)> RunAsync(IReadOnlyList<string> command, CancellationToken ct = default)
    {
        var info = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // readable by any user that the program may run as
            WorkingDirectory = "/",
        };
        Process? started;
        try
        {
            started = Process.Start(info);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (127, $"{command[0]} is missing");
        }

        using var process = started!;
        var error = process.StandardError.ReadToEndAsync(ct);
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, output + await error);
    }
}
