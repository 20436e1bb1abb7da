using System.Globalization;
using MailKit.Security;
using MimeKit;

namespace Vise.Web.Operations.Messages;

/// <summary>The mail server to hand messages to (SPEC 9): <c>Smtp:Host</c>, <c>Port</c>, <c>Security</c>, <c>User</c>, <c>Password</c>, <c>From</c>.</summary>
public sealed record SmtpSettings(string Host, int Port, SecureSocketOptions Security, string? User, string? Password, MailboxAddress From)
{
    public const string HostSetting = "Smtp:Host";

    /// <summary>The settings, or null when no server is set. A wrong one throws <see cref="SettingsException"/>.</summary>
    public static SmtpSettings? Read(IConfiguration configuration)
    {
        if (!configuration.Has(HostSetting))
        {
            return null;
        }

        var host = configuration[HostSetting]!;
        var security = (configuration["Smtp:Security"] ?? "starttls").ToLowerInvariant() switch
        {
            "starttls" => SecureSocketOptions.StartTls,
            "tls" => SecureSocketOptions.SslOnConnect,
            "none" when host is "localhost" or "127.0.0.1" or "::1" => SecureSocketOptions.None,
            _ => throw new SettingsException("Smtp:Security must be starttls or tls; none is allowed for a mail server on this machine only."),
        };
        var usual = security is SecureSocketOptions.SslOnConnect ? 465 : 587;
        var port = !configuration.Has("Smtp:Port") ? usual
            : int.TryParse(configuration["Smtp:Port"], NumberStyles.None, CultureInfo.InvariantCulture, out var set) && set is > 0 and <= 65535 ? set
            : throw new SettingsException($"Smtp:Port must be a port from 1 to 65535, not '{configuration["Smtp:Port"]}'.");
        var from = MailboxAddress.TryParse(configuration["Smtp:From"] ?? "", out var address) && address.Address.Contains('@', StringComparison.Ordinal)
            ? address
            : throw new SettingsException("Smtp:From must be the address that messages come from, such as VISE <admissions@school.example>.");
        if (configuration.Has("Smtp:User") != configuration.Has("Smtp:Password"))
        {
            throw new SettingsException("Smtp:User and Smtp:Password belong together: set both, or neither.");
        }

        return new SmtpSettings(host, port, security, configuration["Smtp:User"], configuration["Smtp:Password"], from);
    }
}
