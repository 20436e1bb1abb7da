namespace Vise.Tests.Support;

/// <summary>Finds files of the repository from wherever the tests run.</summary>
public static class Source
{
    public static string Root { get; } = FindRoot();

    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The files of a room with one of the endings, without what builds leave behind.</summary>
    public static IEnumerable<string> Files(string room, params string[] endings) =>
        Directory.EnumerateFiles(File(room), "*", SearchOption.AllDirectories)
            .Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static string FindRoot()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !System.IO.File.Exists(Path.Combine(at.FullName, "Vise.sln")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new InvalidOperationException("Vise.sln is in no folder above the tests.");
    }
}
