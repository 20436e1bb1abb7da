using System.Globalization;
using Npgsql;
using StackExchange.Redis;
using Vise.Data.Admissions.Files;
using Vise.Data.Caching;
using Vise.Data.Migrations;
using Vise.Web.Local;
using Vise.Web.Operations.Caching;

namespace Vise.Web.Operations;

/// <summary>Says, a line each, whether the settings are fine and database and cache answer.</summary>
internal static class CheckCommand
{
    /// <summary>Whether all is fine.</summary>
    public static async Task<bool> RunAsync(string[] args)
    {
        var builder = ViseSettings.CreateBuilder(args);
        var configuration = builder.Configuration;
        Say("Settings", $"fine; environment {builder.Environment.EnvironmentName}, address {configuration[PublicAddress.Setting]}");
        await using var servers = await LocalServers.StartMissingAsync(configuration, builder.Environment, joinRunning: true);
        var fine = await LoginAsync("Database", configuration[Connections.Vise]!, servers.Postgres is not null);
        fine &= await LoginAsync("Sign-in tables", configuration[Connections.ViseAuth]!, servers.Postgres is not null);
        fine &= await VersionAsync(configuration[Connections.ViseOwner]);
        fine &= await CacheAsync(configuration, servers.Redis is not null);
        fine &= await DocumentsAsync(DocumentSettings.Read(configuration, builder.Environment));
        return fine;
    }

    private static async Task<bool> DocumentsAsync(DocumentPlaces places)
    {
        var (objects, fine) = (places.Objects(), true);
        try
        {
            // beside the branches' files: swept with the rest if it stays
            const string Key = "check";
            await objects.PutAsync(Key, new MemoryStream([1]), CancellationToken.None);
            await objects.DeleteAsync(Key, CancellationToken.None);
            Say("Documents", places.S3 is { } s3 ? $"the bucket {s3.Bucket} at {s3.Endpoint} takes files" : $"the folder {places.Directory} takes files");
        }
        catch (Exception e)
        {
            fine = false;
            Say("Documents", $"can't be kept: {e.Message}");
        }

        (objects as IDisposable)?.Dispose();
        var verdict = await new ClamAv(places.Clamd).LookAsync("a"u8.ToArray(), CancellationToken.None);
        Say("Virus scanner", places.Clamd is null ? "none is set; files are not checked" : verdict == Verdict.Clean ? $"answers at {places.Clamd}" : $"does not answer at {places.Clamd}: no file is taken");
        return fine && verdict == Verdict.Clean;
    }

    private static async Task<bool> LoginAsync(string what, string connectionString, bool own)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync();
            Say(what, $"answers {connection.UserName}: PostgreSQL {connection.PostgreSqlVersion} at {connection.Host}:{connection.Port}{(own ? ", VISE's own" : "")}");
            return true;
        }
        catch (NpgsqlException e)
        {
            Say(what, $"does not answer: {e.Message}");
            return false;
        }
    }

    private static async Task<bool> VersionAsync(string? owner)
    {
        if (string.IsNullOrWhiteSpace(owner))
        {
            Say("Schema", $"version unknown without {Connections.ViseOwner}");
            return true;
        }

        try
        {
            var version = await Migrator.VersionAsync(owner);
            Say("Schema", version is null ? "not made yet; 'migrate' or 'run' makes it" : $"version {version}");
            return version is not null;
        }
        catch (NpgsqlException e)
        {
            Say("Schema", $"the owner's login fails: {e.Message}");
            return false;
        }
    }

    private static async Task<bool> CacheAsync(ConfigurationManager configuration, bool own)
    {
        if (CacheSettings.ModeOf(configuration) is not CacheMode.Redis and var mode)
        {
            Say("Cache", $"{CacheSettings.WordOf(mode)}, as {CacheSettings.Setting} says");
            return true;
        }

        try
        {
            var settings = ConfigurationOptions.Parse(configuration[Connections.Redis]!);
            settings.AbortOnConnectFail = true;
            await using var redis = await ConnectionMultiplexer.ConnectAsync(settings);
            var took = await redis.GetDatabase().PingAsync();
            Say("Cache", string.Create(CultureInfo.InvariantCulture, $"answers in {took.TotalMilliseconds:0.0} ms{(own ? ", VISE's own" : "")}"));
            return true;
        }
        catch (RedisException e)
        {
            Say("Cache", $"does not answer: {e.Message.Split('\n')[0]}");
            return false;
        }
    }

    private static void Say(string what, string how) => Console.WriteLine($"{what,-15} {how}");
}
