using System.Globalization;
using Microsoft.AspNetCore.Components;
using Vise.Data.Users;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;
using Vise.Web.Users.Account;
using Vise.Web.Users.Codes;

namespace Vise.Web.Users.Registration;

/// <summary>What comes after a right code: a name and a password, or a new password. Ends signed in and where the person wanted to go.</summary>
public abstract class FinishPage : PeoplePage
{
    protected const string NamePath = "Form.Name";
    protected const string PasswordPath = "Form.Password";

    [SupplyParameterFromForm(FormName = "finish")]
    protected FinishForm Form { get; set; } = default!;

    [Inject]
    private AccessSettings Settings { get; set; } = default!;

    [Inject]
    private CodeErrands Errands { get; set; } = default!;

    [Inject]
    private CodeDesk Codes { get; set; } = default!;

    [Inject]
    private PeopleDesk People { get; set; } = default!;

    [Inject]
    private LoginBook Logins { get; set; } = default!;

    [Inject]
    private KnownDevices Devices { get; set; } = default!;

    protected CodeErrand? Errand { get; private set; }

    protected override void OnInitialized()
    {
        Form ??= new FinishForm();
        Errand = Settings.IsEmbedded && Errands.Read(Http) is { Proven: true } errand ? errand : null;
        if (Errand is null)
        {
            Navigation.NavigateTo(AccessPaths.SignIn);
        }
    }

    protected async Task RegisterAsync()
    {
        var name = Typed.Clean(Form.Name);
        if (!Typed.IsName(name))
        {
            Refuse(NamePath, Words[name.Length == 0 ? "NameMissing" : "NameWrong"]);
        }

        CheckPassword(name, Errand?.Address);
        if (HasErrors || await ProvenAsync(CodePurpose.Register) is not { } errand)
        {
            return;
        }

        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        if (await Logins.MakeAsync(errand.Address, name, Form.Password!, language) is not { } login)
        {
            // a second click, or another browser was quicker: the sign-in page asks for the password just chosen
            Navigation.NavigateTo(Paths.SignIn(errand.ReturnTo));
            return;
        }

        await People.RegisterAsync(errand.Code, AccessSettings.EmbeddedIssuer, login.Id.ToString(), name, errand.Address, language, Ct);
        await EnterAsync(errand, login);
    }

    protected async Task ResetAsync()
    {
        var login = await Logins.FindAsync(Errand?.Address);
        CheckPassword(login?.DisplayName, login?.Email, login?.PhoneNumber);
        if (HasErrors || await ProvenAsync(CodePurpose.Reset) is not { } errand || login is null)
        {
            return;
        }

        await Logins.RenewAsync(login, Form.Password!, Ct);
        await People.PasswordChangedAsync(errand.Code, AccessSettings.EmbeddedIssuer, login.Id.ToString(), errand.Address, AccessPaths.Reset, Ct);
        await EnterAsync(errand.ReturnTo == Paths.Home ? errand with { ReturnTo = AccountPage.WithNewPassword } : errand, login);
    }

    private void CheckPassword(params string?[] own)
    {
        if (string.IsNullOrEmpty(Form.Password))
        {
            Refuse(PasswordPath, Words["PasswordMissing"]);
        }
        else if (PasswordRules.Check(Form.Password, own) is { } problem)
        {
            Refuse(PasswordPath, Words[$"Password.{problem}", problem is PasswordProblem.TooLong ? PasswordRules.Longest : PasswordRules.Shortest]);
        }
    }

    // the cookie says so, the database knows; what was made use of begins anew
    private async Task<CodeErrand?> ProvenAsync(CodePurpose purpose)
    {
        if (Errand is { } errand && errand.Purpose == purpose && await Codes.IsProvenAsync(errand.Code, purpose, Ct))
        {
            return errand;
        }

        Errands.Forget(Http);
        Navigation.NavigateTo(purpose is CodePurpose.Register ? Paths.Register(Errand?.ReturnTo ?? Paths.Home) : Paths.Reset(Errand?.ReturnTo ?? Paths.Home));
        return null;
    }

    private async Task EnterAsync(CodeErrand errand, Login login)
    {
        Errands.Forget(Http);
        Devices.Remember(Http, login);
        await Authority.OpenSessionAsync(Http, login);
        Navigation.NavigateTo(Paths.SignIn(errand.ReturnTo));
    }
}

/// <summary>What the last page of registering, or of choosing a new password, sends.</summary>
public sealed class FinishForm
{
    public string? Name { get; set; }

    public string? Password { get; set; }
}
