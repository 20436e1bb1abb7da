using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Vise.Web.Shell;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Access;

/// <summary>Whoever was made an account on the server's command line chooses the password, by a link that works once and for a day.</summary>
public sealed partial class FirstPasswordPage(AccessSettings settings, LinkCookie links, UserManager<Login> logins, NavigationManager navigation) : ComponentBase
{
    private const string PasswordPath = "first.password";
    private const string AgainPath = "first.again";

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    private bool IsOpen { get; set; }

    private List<FieldError> Errors { get; } = [];

    protected override async Task OnInitializedAsync()
    {
        Http.Response.Headers.CacheControl = "no-store";
        IsOpen = await FindAsync() is not null;
    }

    private async Task SaveAsync()
    {
        var form = Http.Request.Form;
        var (password, again) = (form[PasswordPath].ToString(), form[AgainPath].ToString());
        if (await FindAsync() is not var (login, token))
        {
            IsOpen = false;
        }
        else if (password != again)
        {
            Errors.Add(new FieldError(AgainPath, Words["NotSame"]));
        }
        else if (password.Length > 256 || !(await logins.ResetPasswordAsync(login, token, password)).Succeeded)
        {
            Errors.Add(new FieldError(PasswordPath, Words["TooWeak"]));
        }
        else
        {
            links.Clear(Http, AccessPaths.FirstPassword);
            navigation.NavigateTo(Paths.SignIn(Paths.Desk), forceLoad: true);
            return;
        }

        Http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
    }

    private async Task<(Login Login, string Token)?> FindAsync()
    {
        if (!settings.IsEmbedded || LinkCookie.Unpack(links.Read(Http, AccessPaths.FirstPassword)) is not var (id, token)
            || await logins.FindByIdAsync(id.ToString()) is not { } login)
        {
            return null;
        }

        return await logins.VerifyUserTokenAsync(login, logins.Options.Tokens.PasswordResetTokenProvider, UserManager<Login>.ResetPasswordTokenPurpose, token) ? (login, token) : null;
    }

    private string? ErrorOf(string path) => Errors.Find(error => error.Path.Equals(path, StringComparison.Ordinal))?.Message;
}
