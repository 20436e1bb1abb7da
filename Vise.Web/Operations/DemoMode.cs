namespace Vise.Web.Operations;

/// <summary>Whether the demo accounts and their data exist; never in production (SPEC 9).</summary>
public static class DemoMode
{
    /// <summary>Setting, true or false; by default true in development and on VISE's own database.</summary>
    public const string Setting = "Demo:Enabled";

    public static bool IsOn(IConfiguration configuration) => configuration.GetValue(Setting, false);

    internal static void Check(IConfiguration configuration, IHostEnvironment environment)
    {
        if (!configuration.Has(Setting))
        {
            return;
        }

        if (!bool.TryParse(configuration[Setting], out var on))
        {
            throw new SettingsException($"{Setting} must be true or false, not '{configuration[Setting]}'.");
        }

        if (on && environment.IsProduction())
        {
            throw new SettingsException($"{Setting} is refused in production: demo accounts have a known password.");
        }
    }
}
