namespace Vise.Data.Secrets;

/// <summary>
/// What keeps the data keys at rest: the key file's own permissions, or a key that never leaves a key management system. The key file holds
/// what <see cref="Lock"/> made of each key.
/// </summary>
public interface IKeyGuard
{
    /// <summary>The name that the key file carries, so that it is never opened by another guard.</summary>
    string Name { get; }

    /// <summary>A key as it may lie in the file.</summary>
    byte[] Lock(byte[] key);

    /// <summary>The key again; throws <see cref="System.Security.Cryptography.CryptographicException"/> when it was locked by another guard or changed.</summary>
    byte[] Unlock(byte[] locked);
}

/// <summary>The key file alone: whoever may read the file has the keys.</summary>
public sealed class FileGuard : IKeyGuard
{
    public string Name => "file";

    public byte[] Lock(byte[] key) => key;

    public byte[] Unlock(byte[] locked) => locked;
}
