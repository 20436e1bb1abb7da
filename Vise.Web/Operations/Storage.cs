using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Vise.Data;
using Vise.Data.Operations;
using Vise.Data.Secrets;
using Vise.Web.Local;
using Vise.Web.Operations.Caching;

namespace Vise.Web.Operations;

/// <summary>Where data lies: the database, the documents, the keys that seal fields.</summary>
public static class Storage
{
    internal const string KeyFile = "Secrets:KeyFile";
    private const string MakeKeys = "Secrets:MakeKeys";

    /// <summary>Documents and keys lie in the local folder unless told otherwise; in production the key file must be named and be there.</summary>
    public static WebApplicationBuilder AddData(this WebApplicationBuilder builder)
    {
        var production = builder.Environment.IsProduction();
        var (path, guard) = SettleKeys(builder.Configuration, builder.Environment);
        if (production && builder.Configuration[MakeKeys] is { } make && !string.Equals(make, "false", StringComparison.OrdinalIgnoreCase))
        {
            throw new SettingsException($"{MakeKeys} is refused in production: every node would seal with keys of its own.");
        }

        var places = DocumentSettings.Read(builder.Configuration, builder.Environment);
        builder.Configuration[MakeKeys] ??= production ? "false" : "true";
        var mayMake = !string.Equals(builder.Configuration[MakeKeys], "false", StringComparison.OrdinalIgnoreCase);
        builder.Services.AddViseData(LoadKeys(path, mayMake, guard), places, CacheSettings.ModeOf(builder.Configuration));
        builder.Services.AddOptions<CacheSettings>().ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<CacheSettings>, CacheSettings.Validation>();
        builder.Services.AddHostedService<CacheWork>();
        return builder;
    }

    /// <summary>Where the keys lie and what guards them there.</summary>
    internal static (string Path, IKeyGuard Guard) SettleKeys(ConfigurationManager configuration, IHostEnvironment environment)
    {
        if (environment.IsProduction() && !configuration.Has(KeyFile))
        {
            throw new SettingsException($"Production needs {KeyFile}: the file of the keys that seal Aadhaar, APAAR and medical fields, kept outside the database.");
        }

        configuration[KeyFile] ??= Path.Combine(LocalFolder.Of(configuration, environment), "keys", "fields.json");
        return (configuration[KeyFile]!, KeyGuards.Of(configuration));
    }

    // before anything starts: a wrong file would be noticed at the first form that holds a secret
    private static FieldKeys LoadKeys(string path, bool mayMake, IKeyGuard guard)
    {
        try
        {
            return FieldKeys.Load(path, mayMake, guard);
        }
        catch (FileNotFoundException e)
        {
            throw new SettingsException($"There is no file of field keys at {KeyFile} = {path}.", e);
        }
        catch (Exception e) when (IsKeyTrouble(e))
        {
            throw KeyTrouble(path, e);
        }
    }

    internal static bool IsKeyTrouble(Exception e) =>
        e is InvalidDataException or JsonException or FormatException or IOException or UnauthorizedAccessException or ArgumentNullException or CryptographicException;

    // the reason of others is not shown: it may quote a key
    internal static SettingsException KeyTrouble(string path, Exception e) =>
        new($"The file of field keys at {KeyFile} = {path} can't be read as such a file; docs/operations.md shows one.{(e is CryptographicException ? " " + e.Message : "")}", e);

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
