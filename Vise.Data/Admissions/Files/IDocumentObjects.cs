namespace Vise.Data.Admissions.Files;

/// <summary>An object as a store lists it. The time is the store's own clock.</summary>
public sealed record StoredObject(string Key, long Bytes, DateTimeOffset PutTime);

/// <summary>
/// Where the bytes of documents lie: a folder or an S3-compatible server, as the settings say. Keys are relative, with <c>/</c> between their parts, of
/// lower-case letters, digits, <c>.</c> and <c>-</c>. An outage throws <see cref="IOException"/> or what the store's client throws.
/// </summary>
public interface IDocumentObjects
{
    /// <summary>Puts an object in whole or not at all, in the place of one with the same key; its time is new either way.</summary>
    Task PutAsync(string key, Stream content, CancellationToken ct);

    /// <summary>Opens an object to read; null when there is none.</summary>
    Task<Stream?> OpenAsync(string key, CancellationToken ct);

    /// <summary>Says what lies there; null when nothing does.</summary>
    Task<StoredObject?> HeadAsync(string key, CancellationToken ct);

    /// <summary>Takes an object out; nothing happens when there is none.</summary>
    Task DeleteAsync(string key, CancellationToken ct);

    /// <summary>Lists what lies under a prefix (with its last slash, or empty for all), those of one folder together.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken ct);
}
