using Vise.Web.Operations;

namespace Vise.Web.Local;

/// <summary>Folders and files with the rights that a private cluster needs, from their first moment on.</summary>
internal static class UnixFiles
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Others may pass through to what they may read, but not list it.</summary>
    public static void CreatePassableFolder(string folder) =>
        Create(folder, Own | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);

    public static void CreatePrivateFolder(string folder) => Create(folder, Own);

    public static void WriteSecret(string file, string text)
    {
        RefuseWindows();
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, options);
        writer.Write(text);
    }

    private static void Create(string folder, UnixFileMode mode)
    {
        RefuseWindows();
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder, mode);
        }
    }

    private static void RefuseWindows()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new SettingsException("VISE's own database runs on Linux and macOS only: set ConnectionStrings__Vise and ConnectionStrings__ViseOwner to a server.");
        }
    }
}
