using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Vise.Data.Secrets;

namespace Vise.Web.Access;

/// <summary>
/// Seals the keys of cookies and tokens before they go into the database, with the key file that lies outside it: who has a dump alone
/// can forge no session.
/// </summary>
public static class SessionKeySeal
{
    private const string Purpose = SealedColumns.SessionKeyPurpose;
    private const string Element = "sealedKey";

    internal static void Add(IServiceCollection services) =>
        services.AddOptions<KeyManagementOptions>().Configure<FieldSeal>((options, seal) => options.XmlEncryptor = new Sealer(seal));

    private sealed class Sealer(FieldSeal seal) : IXmlEncryptor
    {
        public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
            new XElement(Element, Convert.ToBase64String(seal.Seal(Purpose, plaintextElement.ToString(SaveOptions.DisableFormatting)))), typeof(Opener));
    }

    /// <summary>Made by data protection from the type's name beside the sealed key.</summary>
    public sealed class Opener(IServiceProvider services) : IXmlDecryptor
    {
        public XElement Decrypt(XElement encryptedElement) =>
            XElement.Parse(services.GetRequiredService<FieldSeal>().Open(Purpose, Convert.FromBase64String(encryptedElement.Value)));
    }
}
