using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Vise.Domain.Users;

namespace Vise.Web.Access;

/// <summary>The logins of the embedded authority: found by e-mail address or mobile number, made, and given new passwords and addresses.</summary>
public sealed class LoginBook(UserManager<Login> logins, AccessSettings settings, IServiceProvider services)
{
    /// <summary>The login that the text names, or null. Closed demo accounts are none.</summary>
    public async Task<Login?> FindAsync(string? typed)
    {
        if (ContactAddress.Read(typed) is not { } address)
        {
            return null;
        }
        var login = ContactAddress.IsMobile(address)
            ? await logins.Users.SingleOrDefaultAsync(known => known.PhoneNumber == address)
            : await logins.FindByEmailAsync(address);
        return login is null || Authority.IsClosedDemo(login.Email, settings) ? null : login;
    }

    /// <summary>Whether the address names a login, a closed demo account too.</summary>
    public async Task<bool> IsTakenAsync(string address) => ContactAddress.IsMobile(address)
        ? await logins.Users.AnyAsync(known => known.PhoneNumber == address)
        : await logins.FindByEmailAsync(address) is not null;

    /// <summary>Makes a login for a proven address; null when the address has one by now.</summary>
    public async Task<Login?> MakeAsync(string address, string name, string password, string language)
    {
        var login = new Login { Id = Guid.NewGuid(), DisplayName = name, Language = language };
        login.UserName = login.Id.ToString("N");
        Set(login, address);
        return await IsTakenAsync(address) || !await SaveAsync(() => logins.CreateAsync(login, PasswordRules.Normal(password))) ? null : login;
    }

    /// <summary>Gives a login a new password. Its other sessions at the authority end, and so do its tokens.</summary>
    public async Task RenewAsync(Login login, string password, CancellationToken ct)
    {
        login.PasswordHash = logins.PasswordHasher.HashPassword(login, PasswordRules.Normal(password));
        await logins.UpdateSecurityStampAsync(login);
        if (services.GetService<IOpenIddictTokenManager>() is { } tokens)
        {
            await tokens.RevokeBySubjectAsync(login.Id.ToString(), ct);
        }
    }

    /// <summary>A proven address becomes one to sign in by; false when another login has it.</summary>
    public async Task<bool> MoveAsync(string subject, string address)
    {
        if (await logins.FindByIdAsync(subject) is not { } login)
        {
            return true;
        }
        if (await FindAsync(address) is { } holder && holder.Id != login.Id)
        {
            return false;
        }
        Set(login, address);
        return await SaveAsync(() => logins.UpdateAsync(login));
    }

    /// <summary>The name and language that the authority tells.</summary>
    public async Task CallAsync(string subject, string name, string language)
    {
        if (await logins.FindByIdAsync(subject) is { } login)
        {
            (login.DisplayName, login.Language) = (name, language);
            await logins.UpdateAsync(login);
        }
    }

    /// <summary>Removes a login with everything that hangs on it: passkeys, recovery codes, tokens. Nothing where it is gone already.</summary>
    public async Task ForgetAsync(string subject, CancellationToken ct)
    {
        if (services.GetService<IOpenIddictTokenManager>() is { } tokens && services.GetService<IOpenIddictAuthorizationManager>() is { } authorizations)
        {
            await foreach (var token in tokens.FindBySubjectAsync(subject, ct))
            {
                await tokens.DeleteAsync(token, ct);
            }

            await foreach (var authorization in authorizations.FindBySubjectAsync(subject, ct))
            {
                await authorizations.DeleteAsync(authorization, ct);
            }
        }

        if (await logins.FindByIdAsync(subject) is { } login)
        {
            await logins.DeleteAsync(login);
        }
    }

    private static void Set(Login login, string address)
    {
        if (ContactAddress.IsMobile(address))
        {
            (login.PhoneNumber, login.PhoneNumberConfirmed) = (address, true);
        }
        else
        {
            (login.Email, login.EmailConfirmed) = (address, true);
        }
    }

    // two at once for one address: the database lets one through
    private static async Task<bool> SaveAsync(Func<Task<IdentityResult>> save)
    {
        try
        {
            return (await save()).Succeeded;
        }
        catch (DbUpdateException e) when (e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }
    }
}
