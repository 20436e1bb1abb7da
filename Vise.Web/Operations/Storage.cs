using System.Text.Json;
using Vise.Data;
using Vise.Data.Operations;
using Vise.Data.Secrets;
using Vise.Web.Local;

namespace Vise.Web.Operations;

/// <summary>Where data lies: the database, the documents, the keys that seal fields.</summary>
public static class Storage
{
    private const string KeyFile = "Secrets:KeyFile";
    private const string MakeKeys = "Secrets:MakeKeys";
    private const string Documents = "Documents:Directory";

    /// <summary>Documents and keys lie in the local folder unless told otherwise; in production the key file must be named and be there.</summary>
    public static WebApplicationBuilder AddData(this WebApplicationBuilder builder)
    {
        var production = builder.Environment.IsProduction();
        if (production && !builder.Configuration.Has(KeyFile))
        {
            throw new SettingsException($"Production needs {KeyFile}: the file of the keys that seal Aadhaar and APAAR numbers, kept outside the database.");
        }

        if (production && builder.Configuration[MakeKeys] is { } make && !string.Equals(make, "false", StringComparison.OrdinalIgnoreCase))
        {
            throw new SettingsException($"{MakeKeys} is refused in production: every node would seal with keys of its own.");
        }

        if (production && !builder.Configuration.Has(Documents))
        {
            throw new SettingsException($"Production needs {Documents}: the folder of the families' documents, kept and backed up.");
        }

        var folder = LocalFolder.Of(builder.Configuration, builder.Environment);
        builder.Configuration[KeyFile] ??= Path.Combine(folder, "keys", "fields.json");
        builder.Configuration[MakeKeys] ??= production ? "false" : "true";
        builder.Configuration[Documents] ??= Path.Combine(folder, "documents");
        var mayMake = !string.Equals(builder.Configuration[MakeKeys], "false", StringComparison.OrdinalIgnoreCase);
        builder.Services.AddViseData(LoadKeys(builder.Configuration[KeyFile]!, mayMake));
        return builder;
    }

    // before anything starts: a wrong file would be noticed at the first form that holds a secret
    private static FieldKeys LoadKeys(string path, bool mayMake)
    {
        try
        {
            return FieldKeys.Load(path, mayMake);
        }
        catch (FileNotFoundException e)
        {
            throw new SettingsException($"There is no file of field keys at {KeyFile} = {path}.", e);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or FormatException or IOException or UnauthorizedAccessException or ArgumentNullException)
        {
            // the reason is not shown: it may quote a key
            throw new SettingsException($"The file of field keys at {KeyFile} = {path} can't be read as such a file; docs/operations.md shows one.", e);
        }
    }

    /// <summary>Puts the demo network in place, in demo mode only.</summary>
    public static async Task PrepareDataAsync(this WebApplication app)
    {
        if (DemoMode.IsOn(app.Configuration) && app.Configuration.Logins() is { } logins)
        {
            await using var owner = Npgsql.NpgsqlDataSource.Create(logins.Owner);
            await DemoNetwork.EnsureAsync(owner, app.Lifetime.ApplicationStopping);
        }
    }
}
