using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Npgsql;
using Vise.Data.Migrations;
using Vise.Web.Access;
using Vise.Web.Local;

namespace Vise.Web.Operations;

/// <summary>What Program.cs says about the app; the commands decide which of it they need.</summary>
/// <param name="Add">Every room adds its services.</param>
/// <param name="Prepare">After the migrations and before the first visitor: codes, demo data, keys.</param>
/// <param name="Use">Every room maps its addresses.</param>
/// <param name="Accounts">The demo accounts to show at the start, with their password.</param>
public sealed record Rooms(
    Action<WebApplicationBuilder> Add,
    Func<WebApplication, Task> Prepare,
    Action<WebApplication> Use,
    Func<IConfiguration, (IReadOnlyList<TryAccount> Accounts, string Password)> Accounts);

/// <summary>The commands of the binary: <c>run</c> (also without a word), <c>migrate</c>, <c>audit</c>, <c>check</c>, <c>keys</c>, <c>cache</c>, <c>admin create</c>, <c>seed</c>, <c>help</c>.</summary>
public static class ViseCommand
{
    private const string Help = """
        VISE: admissions and school life for networks of schools

          run       starts VISE (the default); --role web or --role worker for a part of it
          migrate   brings the database up to date, then ends
          audit     verify [--branch 272501] [--heads FILE]: says whether the trail is as it was sealed
          check     says whether settings, database and cache are fine
          cache     clear [--key K | --pattern P | --region R] drops cached values, warm [--region R] loads codes
          keys      make, lock, show, stage, rotate, reseal or retire the keys that seal secrets
          admin create --email ADDRESS --name NAME
                    makes the first SystemAdmin and prints a link to choose the password
          seed --scale demo|district|network|national [--applications N] [--seed NUMBER]
                    makes a network's data to try and measure with, never in production
          help      shows this

        Settings come from appsettings.json and from environment variables such as ConnectionStrings__Vise,
        ConnectionStrings__ViseOwner, ConnectionStrings__Redis and Public__Address.
        """;

    /// <summary>Runs the command named first, if any; returns the exit code. What keeps it from running is one sentence on stderr and 1.</summary>
    public static async Task<int> RunAsync(string[] args, Rooms rooms)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(rooms);
        var named = args is [var first, ..] && !first.StartsWith('-');
        var rest = named ? args[1..] : args;
        try
        {
            switch (named ? args[0] : "run")
            {
                case "run":
                    await ServeAsync(rest, rooms);
                    return 0;
                case "migrate":
                    await MigrateOnlyAsync(rest);
                    return 0;
                case "check":
                    return await CheckCommand.RunAsync(rest) ? 0 : 1;
                case "keys":
                    await KeysCommand.RunAsync(rest);
                    return 0;
                case "audit":
                    return await Trails.AuditCommand.RunAsync(rest) ? 0 : 1;
                case "cache":
                    await Caching.CacheCommand.RunAsync(rest, rooms);
                    return 0;
                case "admin":
                    await AdminCommand.RunAsync(rest, rooms);
                    return 0;
                case "seed":
                    await SeedCommand.RunAsync(rest);
                    return 0;
                case "help":
                    Console.WriteLine(Help);
                    return 0;
                default:
                    throw new SettingsException($"There is no command '{args[0]}'; 'help' lists them.");
            }
        }
        catch (Exception e) when (Sentence(e) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    private static async Task ServeAsync(string[] args, Rooms rooms)
    {
        var builder = ViseSettings.CreateBuilder(args);
        var serves = NodeRole.Serves(builder.Configuration);
        // a worker beside a web node of the same folder uses the cluster that the other started
        await using var servers = await LocalServers.StartMissingAsync(builder.Configuration, builder.Environment, joinRunning: !serves);
        builder.AddProxies().AddLogs();
        rooms.Add(builder);
        await using var app = builder.Build();
        app.Services.GetService<IStartupValidator>()?.Validate();
        app.UseProxies();
        app.UseRequestLog();
        rooms.Use(app);
        await MigrateAsync(app.Configuration);
        await Connections.TryLoginsAsync(app.Configuration);
        await rooms.Prepare(app);
        await app.StartAsync();
        var (accounts, password) = serves && DemoMode.IsOn(app.Configuration) ? rooms.Accounts(app.Configuration) : ([], "");
        StartBanner.Print(Console.Out, serves ? PublicAddress.Of(app.Configuration) : null, ManagementPort.Of(app.Configuration), accounts, password, Logs.FolderOf(app.Configuration, app.Environment));
        await app.WaitForShutdownAsync();
    }

    private static async Task MigrateOnlyAsync(string[] args)
    {
        var builder = ViseSettings.CreateBuilder(args);
        await using var servers = await LocalServers.StartMissingAsync(builder.Configuration, builder.Environment, Needs.Database, joinRunning: true);
        if (builder.Configuration.Logins() is null)
        {
            throw new SettingsException($"Migrating needs {Connections.ViseOwner}, the login that owns the database.");
        }

        var applied = await MigrateAsync(builder.Configuration);
        Console.WriteLine(applied.Count == 0 ? "The database is up to date." : "Applied " + string.Join(", ", applied.Select(Path.GetFileName)) + ".");
    }

    /// <summary>As the owner where that login is known; a running app in production needn't know it, and then needs a database already made.</summary>
    internal static async Task<IReadOnlyList<string>> MigrateAsync(IConfiguration configuration)
    {
        if (configuration.Logins() is { } logins)
        {
            return await Migrator.MigrateAsync(logins);
        }

        await using var connection = new NpgsqlConnection(configuration[Connections.Vise]);
        await connection.OpenAsync();
        await using var made = new NpgsqlCommand("select to_regnamespace('admissions') is not null", connection);
        return await made.ExecuteScalarAsync() is true
            ? []
            : throw new SettingsException($"The database is empty: run 'migrate' once with {Connections.ViseOwner} set.");
    }

    private static string? Sentence(Exception e) => e switch
    {
        SettingsException or MigrationException => e.Message,
        OptionsValidationException invalid => string.Join(' ', invalid.Failures),
        AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            string.Join(' ', several.InnerExceptions.Select(Sentence)),
        IOException { InnerException: AddressInUseException } => $"Another program uses VISE's address; stop it or set Public__Address or Management__Address to another ({e.Message})",
        OperationCanceledException => "Stopped; what was done is kept.",
        NpgsqlException => $"The database of {Connections.Vise} does not answer as it should: {e.Message.TrimEnd('.')}.",
        _ => null,
    };
}
