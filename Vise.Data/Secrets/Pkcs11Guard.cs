using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Vise.Data.Secrets;

/// <summary>Where the wrapping key lives: a PKCS #11 library (OASIS, version 2.40) of a key management system, cloud HSM or smart card.</summary>
/// <param name="Library">Path of the vendor's library.</param>
/// <param name="Token">The token's label.</param>
/// <param name="Pin">The user's PIN.</param>
/// <param name="Key">The label of an AES key that may encrypt and decrypt and can't be read out.</param>
public sealed record Pkcs11Settings(string Library, string Token, string Pin, string Key);

/// <summary>Data keys locked by AES-GCM inside a key management system: a stolen key file opens nothing. A locked key is nonce (12 bytes), text and tag (16).</summary>
public sealed class Pkcs11Guard(Pkcs11Settings settings) : IKeyGuard
{
    private const int NonceBytes = 12;
    private const int TagBits = 128;

    // the library is one for the process: who ends it ends it for everybody, in the middle of their work
    private static readonly Lock Turn = new();

    // today's Linux has libdl under its full name only
    static Pkcs11Guard() => NativeLibrary.SetDllImportResolver(typeof(Pkcs11InteropFactories).Assembly, (name, assembly, path) =>
        OperatingSystem.IsLinux() && name == "libdl" && NativeLibrary.TryLoad("libdl.so.2", assembly, path, out var library) ? library : IntPtr.Zero);

    public string Name => "pkcs11";

    public byte[] Lock(byte[] key)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        return [.. nonce, .. InSession((session, wrapping) => With(session, nonce, gcm => session.Encrypt(gcm, wrapping, key)))];
    }

    public byte[] Unlock(byte[] locked)
    {
        if (locked.Length <= NonceBytes)
        {
            throw new CryptographicException("The locked key is too short.");
        }

        return InSession((session, wrapping) => With(session, locked[..NonceBytes], gcm => session.Decrypt(gcm, wrapping, locked[NonceBytes..])));
    }

    // opened anew each time: keys are locked and unlocked at start and at a rotation only
    private byte[] InSession(Func<ISession, IObjectHandle, byte[]> work)
    {
        lock (Turn)
        {
            return Alone(work);
        }
    }

    private byte[] Alone(Func<ISession, IObjectHandle, byte[]> work)
    {
        try
        {
            var factories = new Pkcs11InteropFactories();
            using var library = factories.Pkcs11LibraryFactory.LoadPkcs11Library(factories, settings.Library, AppType.MultiThreaded);
            var slot = library.GetSlotList(SlotsType.WithTokenPresent).Find(slot => slot.GetTokenInfo().Label == settings.Token)
                ?? throw new CryptographicException($"The key management system has no token '{settings.Token}'.");
            using var session = slot.OpenSession(SessionType.ReadOnly);
            session.Login(CKU.CKU_USER, settings.Pin);
            var found = session.FindAllObjects(
            [
                factories.ObjectAttributeFactory.Create(CKA.CKA_CLASS, CKO.CKO_SECRET_KEY),
                factories.ObjectAttributeFactory.Create(CKA.CKA_LABEL, settings.Key),
            ]);
            return found is [var wrapping]
                ? work(session, wrapping)
                : throw new CryptographicException($"The token '{settings.Token}' must hold exactly one key '{settings.Key}'; it holds {found.Count}.");
        }
        catch (Pkcs11Exception e)
        {
            throw new CryptographicException($"The key management system answered {e.RV} to {e.Method}.", e);
        }
        catch (Exception e) when (e is UnmanagedException or LibraryArchitectureException)
        {
            throw new CryptographicException("The key management system's library can't be loaded.", e);
        }
    }

    // both hold native memory: nothing may collect them while the library reads it
    private static byte[] With(ISession session, byte[] nonce, Func<IMechanism, byte[]> work)
    {
        using var parameters = session.Factories.MechanismParamsFactory.CreateCkGcmParams(nonce, (ulong)nonce.Length * 8, null, TagBits);
        using var mechanism = session.Factories.MechanismFactory.Create(CKM.CKM_AES_GCM, parameters);
        return work(mechanism);
    }
}
