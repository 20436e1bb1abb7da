using System.Globalization;
using Npgsql;
using StackExchange.Redis;
using Vise.Data.Migrations;

namespace Vise.Web.Operations;

/// <summary>The connection strings of SPEC 9 as configuration keys, how the short variables fill them, and what makes them wrong.</summary>
public static class Connections
{
    public const string Vise = "ConnectionStrings:Vise";
    public const string ViseAuth = "ConnectionStrings:ViseAuth";
    public const string ViseOwner = "ConnectionStrings:ViseOwner";
    public const string Redis = "ConnectionStrings:Redis";

    public static bool Has(this IConfiguration configuration, string key) => !string.IsNullOrWhiteSpace(configuration[key]);

    /// <summary>The three logins; the owner's is null when the running app wasn't given it.</summary>
    public static DatabaseLogins? Logins(this IConfiguration configuration) =>
        configuration.Has(ViseOwner) ? new DatabaseLogins(configuration[ViseOwner]!, configuration[Vise]!, configuration[ViseAuth]!) : null;

    /// <summary>DB_HOST and its kin, REDIS_HOST and REDIS_PORT; a full connection string wins over them.</summary>
    internal static void FillFromShortNames(IConfiguration configuration)
    {
        if (!configuration.Has(Vise) && Short(configuration, "DB_HOST", "DB_PORT", "DB_NAME", "DB_USER", "DB_PASSWORD") is { } host)
        {
            configuration[Vise] = new NpgsqlConnectionStringBuilder
            {
                Host = host,
                Port = PortOf(configuration, "DB_PORT", NpgsqlConnection.DefaultPort),
                Database = configuration["DB_NAME"] ?? "vise",
                Username = configuration["DB_USER"] ?? DatabaseLogins.AppName,
                Password = configuration["DB_PASSWORD"],
                Timeout = 10,
                CommandTimeout = 30,
                MaxPoolSize = 25,
                ConnectionIdleLifetime = 60,
            }.ConnectionString;
        }

        if (!configuration.Has(Redis) && Short(configuration, "REDIS_HOST", "REDIS_PORT") is { } redis)
        {
            configuration[Redis] = string.Create(CultureInfo.InvariantCulture, $"{redis}:{PortOf(configuration, "REDIS_PORT", 6379)},abortConnect=false");
        }
    }

    /// <summary>Refuses what can't be a connection string, or what would take the wrong login.</summary>
    internal static void Check(IConfiguration configuration)
    {
        CheckDatabase(configuration, Vise, DatabaseLogins.AppName);
        if (configuration.Has(Vise) && !configuration.Has(ViseAuth))
        {
            configuration[ViseAuth] = DatabaseLogins.SameWith(configuration[Vise]!, DatabaseLogins.AuthName);
        }

        CheckDatabase(configuration, ViseAuth, DatabaseLogins.AuthName);
        CheckDatabase(configuration, ViseOwner, login: null);
        if (configuration.Has(ViseOwner) && !configuration.Has(Vise))
        {
            throw new SettingsException($"{ViseOwner} is set but {Vise} is not: set both, or neither to use VISE's own database.");
        }

        if (configuration.Has(Redis))
        {
            CheckRedis(configuration[Redis]!);
        }
    }

    /// <summary>Signs in once with each login that the running app uses; a login that can't is one sentence.</summary>
    internal static async Task TryLoginsAsync(IConfiguration configuration)
    {
        foreach (var (key, login) in new[] { (Vise, DatabaseLogins.AppName), (ViseAuth, DatabaseLogins.AuthName) })
        {
            try
            {
                await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(configuration[key]) { Pooling = false }.ConnectionString);
                await connection.OpenAsync();
            }
            catch (NpgsqlException e)
            {
                var otherwise = key == ViseAuth ? $" (where {ViseAuth} is not set, it is {Vise}'s server and password)" : "";
                throw new SettingsException($"{login} can't sign in with {key}{otherwise}: {e.Message}", e);
            }
        }
    }

    private static void CheckDatabase(IConfiguration configuration, string key, string? login)
    {
        if (!configuration.Has(key))
        {
            return;
        }

        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(configuration[key]);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException)
        {
            // the reason is not shown: it may quote the password
            throw new SettingsException($"{key} is not an Npgsql connection string, such as Host=db;Database=vise;Username={login ?? "vise_owner"};Password=....", e);
        }

        if (string.IsNullOrEmpty(settings.Host) || string.IsNullOrEmpty(settings.Database) || string.IsNullOrEmpty(settings.Username))
        {
            throw new SettingsException($"{key} must name Host, Database and Username.");
        }

        if (login is not null && !string.Equals(settings.Username, login, StringComparison.Ordinal))
        {
            throw new SettingsException($"{key} must sign in as {login}, the login that row security is built for, not as '{settings.Username}'.");
        }
    }

    private static void CheckRedis(string value)
    {
        try
        {
            if (ConfigurationOptions.Parse(value).EndPoints.Count > 0)
            {
                return;
            }
        }
        catch (ArgumentException)
        {
            // told below
        }

        throw new SettingsException($"{Redis} is not a StackExchange.Redis connection string, such as cache:6379,abortConnect=false.");
    }

    /// <summary>The first of the names' value, or null when none is set; the others need it.</summary>
    private static string? Short(IConfiguration configuration, params string[] names)
    {
        if (configuration.Has(names[0]))
        {
            return configuration[names[0]];
        }

        return names.FirstOrDefault(configuration.Has) is { } set
            ? throw new SettingsException($"{set} is set but {names[0]} is not: set both, or neither.")
            : null;
    }

    private static int PortOf(IConfiguration configuration, string name, int usual)
    {
        if (!configuration.Has(name))
        {
            return usual;
        }

        return int.TryParse(configuration[name], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? port
            : throw new SettingsException($"{name} must be a port from 1 to 65535, not '{configuration[name]}'.");
    }
}
