using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace Vise.Web.Operations;

/// <summary>Reads and checks the settings before anything is started.</summary>
internal static class ViseSettings
{
    private const string File = "appsettings.json";

    /// <summary>
    /// Puts <c>appsettings.json</c> beside the binary under every other source, so that the environment wins, and settles what has defaults.
    /// Throws <see cref="SettingsException"/>.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] hostArguments)
    {
        try
        {
            var builder = WebApplication.CreateBuilder(hostArguments);
            var beside = new JsonConfigurationSource { Path = File, Optional = true, FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory) };
            ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, beside);
            // styles and scripts from the build output, whatever the environment; does nothing once published
            builder.WebHost.UseStaticWebAssets();
            builder.WebHost.ConfigureKestrel(static server => server.AddServerHeader = false);
            Connections.FillFromShortNames(builder.Configuration);
            Connections.Check(builder.Configuration);
            DemoMode.Check(builder.Configuration, builder.Environment);
            NodeRole.Check(builder.Configuration);
            Caching.CacheSettings.Check(builder.Configuration);
            Jobs.JobsSetup.Check(builder.Configuration);
            _ = Users.Data.PrivacySettings.From(builder.Configuration);
            _ = Vise.Web.Admissions.Reminders.Read(builder.Configuration);
            PublicAddress.Settle(builder);
            ManagementPort.Settle(builder);
            return builder;
        }
        catch (InvalidDataException e)
        {
            throw new SettingsException($"{File} can't be read: {e.GetBaseException().Message}", e);
        }
    }
}
