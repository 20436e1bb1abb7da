using System.Security.Cryptography;
using System.Text.Json;
using Vise.Web.Operations;

namespace Vise.Web.Local;

/// <summary>The random passwords of a private cluster's logins, in a file that only we can read.</summary>
internal sealed record ClusterPasswords(string Superuser, string Owner, string App, string Auth)
{
    /// <summary>Reads the file, or makes it when the cluster is about to be made.</summary>
    public static ClusterPasswords Of(string file, bool clusterExists)
    {
        if (File.Exists(file))
        {
            return JsonSerializer.Deserialize<ClusterPasswords>(File.ReadAllText(file))
                ?? throw new SettingsException($"{file} is damaged: put it back from a backup, or delete its folder to start afresh.");
        }

        if (clusterExists)
        {
            throw new SettingsException($"{file} is missing, so the cluster beside it can't be opened: put it back, or delete that folder to start afresh.");
        }

        var made = new ClusterPasswords(Random(), Random(), Random(), Random());
        UnixFiles.WriteSecret(file, JsonSerializer.Serialize(made));
        return made;
    }

    private static string Random() => RandomNumberGenerator.GetHexString(40, lowercase: true);
}
