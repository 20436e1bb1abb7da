using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Vise.Web.Access.Factors;
using Vise.Web.Shell;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Access;

/// <summary>What the code page sends.</summary>
public sealed class CodeForm
{
    /// <summary>Six digits of the app, or a recovery code.</summary>
    public string? Code { get; set; }
}

/// <summary>After the password: the code of the authenticator app, a recovery code, or a passkey.</summary>
public sealed partial class CodePage(SecondFactors factors, UserManager<Login> logins, NavigationManager navigation) : ComponentBase
{
    private const string CodePath = "Form.Code";

    private Login? _login;
    private bool _hasPasskey;

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    [SupplyParameterFromQuery]
    private string? ReturnTo { get; set; }

    [SupplyParameterFromForm(FormName = "code")]
    private CodeForm Form { get; set; } = default!;

    private List<FieldError> Errors { get; } = [];

    protected override async Task OnInitializedAsync()
    {
        Form ??= new CodeForm();
        if (await Authority.AtTheDoorAsync(Http) is not var (login, _) || !await factors.HasAnyAsync(login))
        {
            // nobody gave a password yet, or there is nothing to ask for
            navigation.NavigateTo(AccessPaths.Then(AccessPaths.Password, ReturnTo));
            return;
        }
        _login = login;
        _hasPasskey = (await logins.GetPasskeysAsync(login)).Count > 0;
    }

    private async Task GoOnAsync()
    {
        if (await Authority.AtTheDoorAsync(Http) is not var (login, session) || !login.TwoFactorEnabled)
        {
            return;
        }
        var right = await factors.TakeAsync(Http, login, Form.Code);
        if (right is true)
        {
            await Authority.OpenSessionAsync(
                Http, login, [.. SignInMethods.ListOf(session), SignInMethods.OneTimeCode, SignInMethods.SecondFactor], ViseClaims.SessionOf(session));
            navigation.NavigateTo(LocalPath.Is(ReturnTo) ? ReturnTo! : AccessPaths.SignIn);
            return;
        }
        Errors.Add(new FieldError(CodePath, Words[right is null ? "TooManyTries" : "WrongCode"]));
        Http.Response.StatusCode = right is null ? StatusCodes.Status429TooManyRequests : StatusCodes.Status422UnprocessableEntity;
    }
}
