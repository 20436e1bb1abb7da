using Microsoft.AspNetCore.Components;
using QRCoder;
using Vise.Web.Access;
using Vise.Web.Access.Factors;
using Vise.Web.Shell;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Users.Security;

/// <summary>What the page of the authenticator app sends.</summary>
public sealed class AuthenticatorForm
{
    /// <summary>The new secret, sealed.</summary>
    public string? SetUp { get; set; }

    public string? Password { get; set; }

    public string? Code { get; set; }

    /// <summary>With the app on: new recovery codes, or off with it.</summary>
    public string? Do { get; set; }
}

/// <summary>Sets up an authenticator app, gives out recovery codes, switches it off.</summary>
public sealed partial class AuthenticatorPage : SecurityPart
{
    private const string PasswordPath = "Form.Password";
    private const string CodePath = "Form.Code";
    private const string Renew = "renew";
    private const string Off = "off";

    private Login? _login;
    private bool _locked;
    private string? _setUp;
    private string? _key;
    private IReadOnlyList<string>? _codes;

    [SupplyParameterFromForm(FormName = "authenticator")]
    private AuthenticatorForm Form { get; set; } = default!;

    private List<FieldError> Errors { get; } = [];

    protected override async Task OnInitializedAsync()
    {
        Form ??= new AuthenticatorForm();
        if (await AskAsync() is null || await Factors.OfAsync(Http) is not { } login)
        {
            return;
        }

        _locked = !login.TwoFactorEnabled && await Factors.IsLockedAsync(Http, login);
        _key = Factors.KeyOf(login, Form.SetUp);
        _setUp = _key is null ? Factors.NewSetUp(login) : Form.SetUp;
        _key ??= Factors.KeyOf(login, _setUp);
        // last: the page may be drawn at each wait
        _login = login;
    }

    private async Task SubmitAsync()
    {
        if (await AskAsync() is null || await Factors.OfAsync(Http) is not { } login || _locked)
        {
            return;
        }

        var on = login.TwoFactorEnabled;
        if (await Factors.CheckPasswordAsync(Http, login, Form.Password) is not true and var password)
        {
            Refuse(PasswordPath, password is null ? "TooManyTries" : "WrongPassword", password is null);
        }
        else if (!on)
        {
            await TurnOnAsync(login);
        }
        else if (await Factors.TakeAsync(Http, login, Form.Code) is not true and var code)
        {
            Refuse(CodePath, code is null ? "TooManyTries" : "WrongCode", code is null);
        }
        else if (string.Equals(Form.Do, Off, StringComparison.Ordinal))
        {
            await Factors.TurnOffAsync(login, Ct);
            await SecondFactors.NoteAsync(Http, login);
            Navigation.NavigateTo(Paths.AccountSecurity);
        }
        else
        {
            _codes = await Factors.RenewCodesAsync(login);
            await SecondFactors.NoteAsync(Http, login, SignInMethods.OneTimeCode, SignInMethods.SecondFactor);
        }
    }

    private async Task TurnOnAsync(Login login)
    {
        if (!string.Equals(Form.SetUp, _setUp, StringComparison.Ordinal))
        {
            Refuse(CodePath, "SetUpTooOld", tooMany: false);
            return;
        }

        var codes = await Factors.TurnOnAsync(Http, login, _key!, Form.Code ?? "");
        if (codes is null or { Count: 0 })
        {
            Refuse(CodePath, codes is null ? "TooManyTries" : "WrongFirstCode", codes is null);
            return;
        }

        _codes = codes;
        await SecondFactors.NoteAsync(Http, login, SignInMethods.OneTimeCode, SignInMethods.SecondFactor);
    }

    private void Refuse(string path, string word, bool tooMany)
    {
        Errors.Add(new FieldError(path, Words[word]));
        Http.Response.StatusCode = tooMany ? StatusCodes.Status429TooManyRequests : StatusCodes.Status422UnprocessableEntity;
    }

    private string? ErrorOf(string path) => Errors.Find(error => error.Path.Equals(path, StringComparison.Ordinal))?.Message;

    private string QrOf(string key)
    {
        using var data = QRCodeGenerator.GenerateQrCode(Totp.UriOf(key, _login!.Email ?? _login.DisplayName), QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(data);
        // dark on white in both themes: cameras want it so
        return picture.GetGraphic(4, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }

    private static string Groups(string key) => string.Join(' ', key.Chunk(4).Select(four => new string(four)));
}
