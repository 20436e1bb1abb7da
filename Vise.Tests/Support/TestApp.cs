using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Vise.Web.Local;

namespace Vise.Tests.Support;

/// <summary>
/// The whole app on a database of one's own, on a real loopback port (browsers and OpenID Connect need one), with its own cache.
/// Further settings go in as pairs, for example <c>("Demo:Enabled", "true")</c>.
/// </summary>
public sealed class TestApp : WebApplicationFactory<Program>
{
    private readonly TestFolder _folder = new();
    private readonly LocalRedis _redis = LocalRedis.Start();
    private readonly TestDatabase _database;
    private readonly (string Key, string Value)[] _settings;

    public TestApp(TestDatabase database, params (string Key, string Value)[] settings)
    {
        _database = database;
        _settings = settings;
        var port = FreePort.Find();
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        UseKestrel();
    }

    /// <summary>Where a browser finds it, once started.</summary>
    public Uri Address { get; }

    /// <summary>Starts it, if it isn't yet, and returns a client that follows no redirect and keeps cookies.</summary>
    public HttpClient Browser()
    {
        StartServer();
        return CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = Address, AllowAutoRedirect = false });
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("ConnectionStrings:Vise", _database.AppConnection);
        builder.UseSetting("ConnectionStrings:ViseAuth", _database.AuthConnection);
        builder.UseSetting("ConnectionStrings:ViseOwner", _database.OwnerConnection);
        builder.UseSetting("ConnectionStrings:Redis", _redis.ConnectionString);
        builder.UseSetting("Public:Address", Address.GetLeftPart(UriPartial.Authority));
        builder.UseSetting(LocalFolder.Setting, _folder.Path);
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _redis.Dispose();
        _folder.Dispose();
    }
}
