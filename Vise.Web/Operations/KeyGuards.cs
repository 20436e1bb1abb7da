using Vise.Data.Secrets;

namespace Vise.Web.Operations;

/// <summary>What guards the key file's keys: the file itself, or a key management system reached by PKCS #11.</summary>
internal static class KeyGuards
{
    /// <summary>Setting: <c>file</c> (the default) or <c>pkcs11</c>.</summary>
    public const string Setting = "Secrets:Guard";

    private const string Part = "Secrets:Pkcs11";

    /// <summary>The guard that the settings name; throws <see cref="SettingsException"/>.</summary>
    public static IKeyGuard Of(IConfiguration configuration) => configuration[Setting] switch
    {
        null or "" or "file" => new FileGuard(),
        "pkcs11" => new Pkcs11Guard(new Pkcs11Settings(Needed(configuration, "Library"), Needed(configuration, "Token"), Needed(configuration, "Pin"), Needed(configuration, "Key"))),
        _ => throw new SettingsException($"{Setting} must be file or pkcs11."),
    };

    private static string Needed(IConfiguration configuration, string name) =>
        configuration[$"{Part}:{name}"] is { Length: > 0 } value ? value : throw new SettingsException($"{Setting} = pkcs11 needs {Part}:{name}.");
}
