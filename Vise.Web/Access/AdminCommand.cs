using Microsoft.AspNetCore.Identity;
using Npgsql;
using Serilog;
using Vise.Data.Secrets;
using Vise.Data.Users;
using Vise.Domain.Users;
using Vise.Web.Local;
using Vise.Web.Operations;
using Vise.Web.Shell;

namespace Vise.Web.Access;

/// <summary>
/// <c>admin create</c>: the network's first SystemAdmin. With the embedded authority it makes an account without a password and prints a link to
/// choose one; with another it gives the role to a subject, or prints an invitation. Each link works once, for a day.
/// </summary>
public static class AdminCommand
{
    private const string Usage = "Say who: admin create --email you@example.org --name \"Your Name\" [--subject ID] [--another].";

    private static readonly TimeSpan LinkLasts = TimeSpan.FromHours(24);

    public static async Task RunAsync(string[] args, Rooms rooms)
    {
        var asked = Read(args);
        var builder = ViseSettings.CreateBuilder([]);
        await using var servers = await LocalServers.StartMissingAsync(builder.Configuration, builder.Environment, Needs.Database, joinRunning: true);
        if (builder.Configuration.Logins() is not { } logins)
        {
            throw new SettingsException($"Making the first SystemAdmin needs {Connections.ViseOwner}, the login that owns the database.");
        }

        await ViseCommand.MigrateAsync(builder.Configuration);
        await using var owner = NpgsqlDataSource.Create(logins.Owner);
        if (!asked.Another && await AdminSeed.ExistsAsync(owner, CancellationToken.None))
        {
            throw new SettingsException("There is a SystemAdmin already, who can invite others at /admin/people; to make one more from here, add --another.");
        }

        rooms.Add(builder);
        // the link is all that is to be read
        builder.Logging.ClearProviders();
        builder.Services.AddSerilog(static logs => logs.MinimumLevel.Fatal(), preserveStaticLogger: true);
        await using var app = builder.Build();
        var settings = app.Services.GetRequiredService<AccessSettings>();
        var link = settings.IsEmbedded ? await MakeHereAsync(app.Services, owner, asked) : await MakeElsewhereAsync(app.Services, owner, settings, asked);
        Console.WriteLine(link is null
            ? $"{asked.Name} is a SystemAdmin and signs in at {settings.At(AccessPaths.SignIn)} through {settings.Authority}."
            : $"{asked.Name} becomes a SystemAdmin by this link, which works once, for {LinkLasts.TotalHours} hours:\n{settings.At(link)}\nGive it to nobody else.");
    }

    // an account of this address that is there already gets the role and a new link
    private static async Task<string?> MakeHereAsync(IServiceProvider services, NpgsqlDataSource owner, Asking asked)
    {
        await using var scope = services.CreateAsyncScope();
        var logins = scope.ServiceProvider.GetRequiredService<UserManager<Login>>();
        var login = await logins.FindByEmailAsync(asked.Email);
        if (login is null)
        {
            login = new Login { Id = Guid.NewGuid(), UserName = asked.Email, Email = asked.Email, EmailConfirmed = true, DisplayName = asked.Name };
            if (await logins.CreateAsync(login) is { Succeeded: false } failed)
            {
                throw new SettingsException("The account could not be made: " + string.Join(' ', failed.Errors.Select(error => error.Description)));
            }
        }

        await AdminSeed.GiveAsync(owner, AccessSettings.EmbeddedIssuer, login.Id.ToString(), asked.Name, asked.Email, CancellationToken.None);
        return AccessPaths.FirstPasswordLink(LinkCookie.Pack(login.Id, await logins.GeneratePasswordResetTokenAsync(login)));
    }

    private static async Task<string?> MakeElsewhereAsync(IServiceProvider services, NpgsqlDataSource owner, AccessSettings settings, Asking asked)
    {
        if (asked.Subject is { } subject)
        {
            await AdminSeed.GiveAsync(owner, settings.Issuer, subject, asked.Name, asked.Email, CancellationToken.None);
            return null;
        }

        return Paths.InvitationLink(await AdminSeed.InviteAsync(owner, services.GetRequiredService<OneTimeSecret>(), asked.Email, LinkLasts, CancellationToken.None));
    }

    private static Asking Read(string[] args)
    {
        if (args is not ["create", .. var rest])
        {
            throw new SettingsException(Usage);
        }

        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        var another = false;
        for (var at = 0; at < rest.Length; at++)
        {
            if (rest[at] is "--another")
            {
                another = true;
            }
            else if (rest[at] is "--email" or "--name" or "--subject" && at + 1 < rest.Length)
            {
                said[rest[at]] = Typed.Clean(rest[++at]);
            }
            else
            {
                throw new SettingsException(Usage);
            }
        }

        var (email, name) = (said.GetValueOrDefault("--email", ""), said.GetValueOrDefault("--name", ""));
        return Typed.IsEmail(email) && name.Length is > 0 and <= 200 ? new Asking(email, name, said.GetValueOrDefault("--subject"), another) : throw new SettingsException(Usage);
    }

    private sealed record Asking(string Email, string Name, string? Subject, bool Another);
}
