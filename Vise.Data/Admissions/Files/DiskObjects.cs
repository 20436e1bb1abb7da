using System.Runtime.CompilerServices;

namespace Vise.Data.Admissions.Files;

/// <summary>Objects as files of a folder outside the web root. Several nodes share it by a shared file system.</summary>
public sealed class DiskObjects(string root) : IDocumentObjects
{
    public async Task PutAsync(string key, Stream content, CancellationToken ct)
    {
        var place = PlaceOf(key);
        Make(Path.GetDirectoryName(place)!);
        // in the same folder, so that the move is one step; what a killed process leaves is swept with the rest
        var temporary = Path.Combine(Path.GetDirectoryName(place)!, Path.GetRandomFileName() + ".part");
        try
        {
            await using (var file = new FileStream(temporary, Private()))
            {
                await content.CopyToAsync(file, ct);
            }

            File.Move(temporary, place, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public Task<Stream?> OpenAsync(string key, CancellationToken ct)
    {
        try
        {
            return Task.FromResult<Stream?>(File.OpenRead(PlaceOf(key)));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task<StoredObject?> HeadAsync(string key, CancellationToken ct) =>
        Task.FromResult(new FileInfo(PlaceOf(key)) is { Exists: true } file ? Of(key, file) : null);

    public Task DeleteAsync(string key, CancellationToken ct)
    {
        var place = PlaceOf(key);
        if (File.Exists(place))
        {
            File.Delete(place);
        }

        if (key.Split('/') is [_, "uploads", _, _])
        {
            // a folder for each upload: it goes with its last piece
            DropEmpty(Path.GetDirectoryName(place)!);
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        var folder = prefix.Length == 0 ? root : PlaceOf(prefix.TrimEnd('/'));
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            ct.ThrowIfCancellationRequested();
            if (new FileInfo(path) is { Exists: true } file)
            {
                yield return Of(Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'), file);
            }
        }
    }

    // children's documents: for the server's own account alone
    private void Make(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (folder.Length > root.Length)
        {
            // the mode counts for the last folder alone
            Make(Path.GetDirectoryName(folder)!);
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static FileStreamOptions Private()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static void DropEmpty(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (IOException)
        {
            // not empty, or gone already
        }
    }

    private static StoredObject Of(string key, FileInfo file) => new(key, file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero));

    private string PlaceOf(string key) => key.Contains("..", StringComparison.Ordinal) || Path.IsPathRooted(key)
        ? throw new ArgumentException("A key stays within the store.", nameof(key))
        : Path.Combine(root, key);
}
