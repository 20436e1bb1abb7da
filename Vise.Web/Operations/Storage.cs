using Vise.Data;
using Vise.Data.Operations;
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

        var folder = LocalFolder.Of(builder.Configuration, builder.Environment);
        builder.Configuration[KeyFile] ??= Path.Combine(folder, "keys", "fields.json");
        builder.Configuration[MakeKeys] ??= production ? "false" : "true";
        builder.Configuration[Documents] ??= Path.Combine(folder, "documents");
        builder.Services.AddViseData();
        return builder;
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
