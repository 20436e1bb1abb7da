using System.Diagnostics;
using Vise.Web.Operations;

namespace Vise.Tests.Support;

/// <summary>Runs a command of VISE in a process of its own, with nothing of this machine's settings.</summary>
public static class TestCommand
{
    private static readonly string[] Others =
        ["ASPNETCORE_URLS", "ConnectionStrings__Vise", "ConnectionStrings__ViseOwner", "ConnectionStrings__ViseAuth", "ConnectionStrings__Redis", "Public__Address"];

    /// <summary>Runs to its end.</summary>
    /// <param name="words">The command and its words.</param>
    /// <param name="settings">Variables, each <c>NAME=value</c>.</param>
    public static async Task<(int Code, string Output, string Error)> RunAsync(string[] words, params string[] settings)
    {
        using var folder = new TestFolder();
        var info = new ProcessStartInfo("dotnet", [typeof(ViseCommand).Assembly.Location, .. words])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        };
        foreach (var name in Others)
        {
            info.Environment.Remove(name);
        }

        info.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        info.Environment["Local__Directory"] = folder.Path;
        foreach (var setting in settings)
        {
            var parts = setting.Split('=', 2);
            info.Environment[parts[0]] = parts[1];
        }

        StartQuickly(info);
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, error);
    }

    /// <summary>Has a process that lives for seconds compile its code once; a process that is to serve for days measures it and compiles it again.</summary>
    internal static void StartQuickly(ProcessStartInfo info)
    {
        info.Environment["DOTNET_TieredPGO"] = "0";
        info.Environment["DOTNET_TC_CallCountThreshold"] = "12C";
    }
}
