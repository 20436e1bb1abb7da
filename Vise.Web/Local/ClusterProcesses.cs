using System.Globalization;
using Vise.Web.Operations;

namespace Vise.Web.Local;

/// <summary>
/// What an earlier start left behind. When VISE is killed, its postmaster gets the parent-death signal and takes a moment to
/// shut down; when the postmaster is killed, its children and a stale <c>postmaster.pid</c> stay for a moment.
/// </summary>
internal static class ClusterProcesses
{
    /// <summary>Ends every server process in the data folder (callers hold the lock, so none is in use) and clears a stale pid file.</summary>
    public static async Task EndLeftoversAsync(string data, CancellationToken ct)
    {
        for (var attempt = 0; Running(data) is { Count: > 0 } left; attempt++)
        {
            if (attempt == 600)
            {
                throw new SettingsException($"A PostgreSQL server (process {left[0]}) still runs in {data} and does not stop.");
            }

            if (attempt == 0)
            {
                // fast shutdown; orphaned children end by themselves
                ServerProcess.Send(Postmaster(data) ?? left[0], ServerProcess.Interrupt);
            }

            await Task.Delay(50, ct);
        }

        // its process id may belong to another program by now, which would stop the server from starting
        File.Delete(Path.Combine(data, "postmaster.pid"));
    }

    /// <summary>Whether the server that writes this file is the given process and takes connections.</summary>
    public static bool IsReady(string data, int process)
    {
        var lines = PidFile(data);
        return lines.Length >= 8 && Postmaster(data) == process && lines[7].Trim() is "ready";
    }

    /// <summary>The postmaster that the pid file names, whether it lives or not.</summary>
    public static int? Postmaster(string data) =>
        PidFile(data) is [var first, ..] && int.TryParse(first, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static string[] PidFile(string data)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(data, "postmaster.pid"));
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>Every server process works in its data folder.</summary>
    private static List<int> Running(string data)
    {
        var found = new List<int>();
        if (!Directory.Exists("/proc"))
        {
            return found;
        }

        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && WorksIn(folder, data))
            {
                found.Add(id);
            }
        }

        return found;
    }

    private static bool WorksIn(string process, string data)
    {
        try
        {
            return string.Equals(File.ResolveLinkTarget(Path.Combine(process, "cwd"), returnFinalTarget: false)?.FullName, data, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // ended meanwhile, or another user's
            return false;
        }
    }
}
