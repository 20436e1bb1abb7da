namespace Vise.Tests.Support;

/// <summary>A temporary folder, gone on dispose.</summary>
public sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("vise-tests-").FullName;

    public TestFolder()
    {
        if (!OperatingSystem.IsWindows())
        {
            // PostgreSQL runs as another user when we are root
            File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
