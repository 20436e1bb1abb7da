using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using Vise.Web.Operations;

namespace Vise.Web.Access;

/// <summary>
/// The embedded authority's keys: ECDSA P-256 signs tokens, AES-256 seals the authority's own codes. Made once, kept in the
/// database under data protection, so that they outlive a restart and every node has the same.
/// </summary>
public sealed class AuthorityKeys(IServiceScopeFactory scopes, IDataProtectionProvider protection) : IConfigureOptions<OpenIddictServerOptions>
{
    private const string Signing = "signing";
    private const string Sealing = "sealing";

    private readonly IDataProtector _protector = protection.CreateProtector("Vise.Access.AuthorityKeys");
    private SigningCredentials? _signing;
    private EncryptingCredentials? _sealing;

    /// <summary>Reads the keys, making those that are missing. Runs before the first request, while no other node does.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthContext>();

        // the key lives as long as the process: tokens are signed with it
        var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(await KeyAsync(db, Signing, NewSigningKey, ct), out _);
        var signing = new ECDsaSecurityKey(ecdsa);
        signing.KeyId = Base64UrlEncoder.Encode(signing.ComputeJwkThumbprint());
        _signing = new SigningCredentials(signing, SecurityAlgorithms.EcdsaSha256);

        var sealing = new SymmetricSecurityKey(await KeyAsync(db, Sealing, () => RandomNumberGenerator.GetBytes(32), ct));
        _sealing = new EncryptingCredentials(sealing, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512);
    }

    public void Configure(OpenIddictServerOptions options)
    {
        if (_signing is null || _sealing is null)
        {
            throw new InvalidOperationException("The authority's keys are loaded before the first request.");
        }
        options.SigningCredentials.Add(_signing);
        options.EncryptionCredentials.Add(_sealing);
    }

    private async Task<byte[]> KeyAsync(AuthContext db, string purpose, Func<byte[]> make, CancellationToken ct)
    {
        if (await db.AuthorityKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Purpose == purpose, ct) is { } kept)
        {
            return Open(kept);
        }
        var key = make();
        db.AuthorityKeys.Add(new AuthorityKey { Purpose = purpose, ProtectedKey = Convert.ToBase64String(_protector.Protect(key)) });
        await db.SaveChangesAsync(ct);
        return key;
    }

    private byte[] Open(AuthorityKey kept)
    {
        try
        {
            return _protector.Unprotect(Convert.FromBase64String(kept.ProtectedKey));
        }
        catch (CryptographicException e)
        {
            throw new SettingsException("The sign-in keys in the database can't be opened with the keys of Secrets:KeyFile: name the file that this database was used with.", e);
        }
    }

    private static byte[] NewSigningKey()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return ecdsa.ExportPkcs8PrivateKey();
    }
}
