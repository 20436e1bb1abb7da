using Microsoft.AspNetCore.Components;
using Vise.Web.Shell;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Access;

/// <summary>The embedded authority's sign-in page: native form, no script.</summary>
public sealed partial class PasswordPage(AccessSettings settings, NavigationManager navigation, IServiceProvider services) : ComponentBase
{
    private const string EmailPath = "Form.Email";
    private const string PasswordPath = "Form.Password";

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    [SupplyParameterFromQuery]
    private string? ReturnTo { get; set; }

    [SupplyParameterFromForm(FormName = "password")]
    private PasswordForm Form { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "demo")]
    private DemoForm Demo { get; set; } = default!;

    private AccessSettings Settings => settings;

    private List<FieldError> Errors { get; } = [];

    private bool HasErrors => Errors.Count > 0;

    protected override void OnInitialized()
    {
        Form ??= new PasswordForm();
        Demo ??= new DemoForm();
        if (!settings.IsEmbedded)
        {
            // another authority asks for passwords
            navigation.NavigateTo(AccessPaths.SignIn);
        }
    }

    private async Task SignInDemoAsync()
    {
        if (settings.DemoEnabled && DemoAccounts.Find(Demo.Account) is { Kind: DemoKind.Person } account)
        {
            await TryAsync(account.Id, DemoAccounts.Password);
        }
    }

    private async Task SignInAsync()
    {
        if (string.IsNullOrWhiteSpace(Form.Email))
        {
            Errors.Add(new FieldError(EmailPath, Words["EmailMissing"]));
        }
        if (string.IsNullOrEmpty(Form.Password))
        {
            Errors.Add(new FieldError(PasswordPath, Words["PasswordMissing"]));
        }
        if (HasErrors)
        {
            Http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return;
        }
        await TryAsync(Form.Email!, Form.Password!);
    }

    private async Task TryAsync(string email, string password)
    {
        // longer than any password of ours: hashing it would only cost
        var right = password.Length <= 256 ? await services.GetRequiredService<PasswordCheck>().SignInAsync(Http, email, password) : false;
        if (right is true)
        {
            // a person who came to this page by a bookmark goes through the front door
            navigation.NavigateTo(LocalPath.Is(ReturnTo) ? ReturnTo! : AccessPaths.SignIn);
            return;
        }
        Errors.Add(new FieldError(PasswordPath, Words[right is null ? "TooManyTries" : "WrongPassword"]));
        Http.Response.StatusCode = right is null ? StatusCodes.Status429TooManyRequests : StatusCodes.Status422UnprocessableEntity;
    }

    private string? ErrorOf(string path) => Errors.Find(error => error.Path.Equals(path, StringComparison.Ordinal))?.Message;
}
