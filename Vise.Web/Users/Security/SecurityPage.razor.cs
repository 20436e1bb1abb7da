using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Vise.Data.Users;
using Vise.Web.Access;
using Vise.Web.Access.Factors;
using Vise.Web.Shell;

namespace Vise.Web.Users.Security;

/// <summary>Which session is to end, or all others.</summary>
public sealed class EndingForm
{
    public Guid? Session { get; set; }

    public string? Others { get; set; }
}

/// <summary>Which passkey is to go.</summary>
public sealed class PasskeyForm
{
    public string? Remove { get; set; }
}

/// <summary>How a person proves who they are, and where they are signed in.</summary>
public sealed partial class SecurityPage(SessionDesk desk, Passkeys passkeys) : SecurityPart
{
    private IReadOnlyList<OpenSession> _sessions = [];
    private IReadOnlyList<UserPasskeyInfo> _keys = [];
    private Login? _login;
    private bool _locked;
    private int _codesLeft;

    [SupplyParameterFromForm(FormName = "sessions")]
    private EndingForm Ending { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "passkeys")]
    private PasskeyForm Passkey { get; set; } = default!;

    private string Back => AccessPaths.Then(Paths.AccountSecurity, ReturnTo);

    protected override async Task OnInitializedAsync()
    {
        Ending ??= new EndingForm();
        Passkey ??= new PasskeyForm();
        if (await AskAsync() is not { } account)
        {
            return;
        }

        _sessions = await desk.OpenOfAsync(account, Ct);
        if (await Factors.OfAsync(Http) is { } login)
        {
            _locked = await Factors.IsLockedAsync(Http, login);
            _keys = await passkeys.OfAsync(login);
            _codesLeft = login.TwoFactorEnabled ? await Factors.RecoveryCodesLeftAsync(login) : 0;
            // last: the page may be drawn at each wait
            _login = login;
        }
    }

    private async Task EndAsync()
    {
        if (await AskAsync() is not { } account)
        {
            return;
        }

        if (Ending.Session is { } session)
        {
            await desk.EndAsync(account, session, Ct);
        }
        else if (Ending.Others is not null)
        {
            await desk.EndOthersAsync(account, Here, Ct);
        }

        Navigation.NavigateTo(Back);
    }

    private async Task RemovePasskeyAsync()
    {
        if (await UnlockedAsync() is { } login)
        {
            await passkeys.RemoveAsync(login, Passkey.Remove);
            await SecondFactors.NoteAsync(Http, login);
            Navigation.NavigateTo(Back);
        }
    }

    private string DeviceOf(OpenSession session) => session switch
    {
        { Browser.Length: > 0, System.Length: > 0 } => Words["BrowserOn", session.Browser, session.System],
        { Browser.Length: > 0 } => session.Browser,
        { System.Length: > 0 } => session.System,
        _ => Words["UnknownDevice"],
    };

    private static string MethodOf(OpenSession session)
    {
        var methods = session.Methods.Split(' ');
        return methods.Contains(SignInMethods.Passkey, StringComparer.Ordinal) ? "ByPasskey"
            : methods.Contains(SignInMethods.SecondFactor, StringComparer.Ordinal) ? "ByCode"
            : "ByPassword";
    }
}
