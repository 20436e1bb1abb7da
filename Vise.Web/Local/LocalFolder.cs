namespace Vise.Web.Local;

/// <summary>The one folder that holds what a running VISE keeps on this machine: cluster, logs, documents, keys.</summary>
public static class LocalFolder
{
    /// <summary>Setting: an absolute path, or one relative to the content root.</summary>
    public const string Setting = "Local:Directory";

    /// <summary><c>.local/</c> beside <c>Vise.sln</c>, or in the content root when there is none above it; absolute.</summary>
    public static string Of(IConfiguration configuration, IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return configuration[Setting] is { Length: > 0 } set
            ? Path.GetFullPath(set, environment.ContentRootPath)
            : Path.Combine(Root(environment.ContentRootPath), ".local");
    }

    private static string Root(string contentRoot)
    {
        for (var folder = new DirectoryInfo(contentRoot); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Vise.sln")))
            {
                return folder.FullName;
            }
        }

        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(contentRoot));
    }
}
