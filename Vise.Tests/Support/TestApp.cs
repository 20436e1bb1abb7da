using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Vise.Data.Migrations;
using Vise.Web.Local;
using Vise.Web.Operations;

namespace Vise.Tests.Support;

/// <summary>
/// The whole app on a database of one's own, on a real loopback port (browsers and OpenID Connect need one), with its own cache.
/// Further settings go in as pairs, for example <c>("Demo:Enabled", "true")</c>.
/// </summary>
public sealed class TestApp : WebApplicationFactory<Program>
{
    private readonly TestFolder _folder = new();
    private readonly LocalRedis _redis = LocalRedis.Start();
    private readonly DatabaseLogins _logins;
    private readonly (string Key, string Value)[] _settings;

    public TestApp(TestDatabase database, params (string Key, string Value)[] settings)
        : this(database.Logins, settings)
    {
        if (database.Folder is { } kept)
        {
            Copy(kept, _folder.Path);
        }
    }

    public TestApp(DatabaseLogins logins, params (string Key, string Value)[] settings)
    {
        _logins = logins;
        _settings = settings;
        Address = OwnAddress();
        Management = OwnAddress();
        UseKestrel();
    }

    /// <summary>Where a browser finds it, once started.</summary>
    public Uri Address { get; }

    /// <summary>Where metrics and health with details answer.</summary>
    public Uri Management { get; }

    /// <summary>Starts it, if it isn't yet, and returns a client that follows no redirect and keeps cookies.</summary>
    public HttpClient Browser()
    {
        StartServer();
        return CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = Address, AllowAutoRedirect = false });
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("ConnectionStrings:Vise", _logins.App);
        builder.UseSetting("ConnectionStrings:ViseAuth", _logins.Auth);
        builder.UseSetting("ConnectionStrings:ViseOwner", _logins.Owner);
        builder.UseSetting("ConnectionStrings:Redis", _redis.ConnectionString);
        builder.UseSetting("Urls", Address.GetLeftPart(UriPartial.Authority));
        builder.UseSetting("Public:Address", Address.GetLeftPart(UriPartial.Authority));
        builder.UseSetting(ManagementPort.Setting, Management.GetLeftPart(UriPartial.Authority));
        builder.UseSetting(LocalFolder.Setting, _folder.Path);
        builder.UseSetting("Demo:Enabled", "false");
        // background work only where a test asks for it
        builder.UseSetting(NodeRole.Setting, NodeRole.Web);
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }
    }

    // keys and documents; not the logs of the app that made them
    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(from, file);
            if (!name.StartsWith("logs", StringComparison.Ordinal))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, name))!);
                File.Copy(file, Path.Combine(to, name));
            }
        }
    }

    private static Uri OwnAddress() => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Find()}"));

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await base.DisposeAsync();
        }
        catch (OperationCanceledException)
        {
            // on a busy machine a worker may outlast the host's patience; that nothing is lost by a hard end is tested with real kills
        }

        _redis.Dispose();
        _folder.Dispose();
    }
}
