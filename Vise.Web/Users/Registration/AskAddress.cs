using Microsoft.AspNetCore.Components;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;
using Vise.Web.Users.Codes;

namespace Vise.Web.Users.Registration;

/// <summary>The first page of registering and of choosing a new password: which address? Every answer is the same but for the message.</summary>
public abstract class AskAddress : PeoplePage
{
    protected const string AddressPath = "Form.Address";

    [SupplyParameterFromQuery]
    protected string? ReturnTo { get; set; }

    [SupplyParameterFromForm(FormName = "address")]
    protected AddressForm Form { get; set; } = default!;

    [Inject]
    protected AccessSettings Settings { get; set; } = default!;

    [Inject]
    private CodeSending Codes { get; set; } = default!;

    /// <summary>Where the person wanted to go.</summary>
    protected string Target => ReturnPath.Behind(Http, ReturnTo);

    protected override void OnInitialized()
    {
        Form ??= new AddressForm();
        if (!Settings.IsEmbedded)
        {
            // another authority keeps the logins
            Navigation.NavigateTo(Paths.SignIn(Target));
        }
    }

    protected async Task SendAsync(CodePurpose purpose)
    {
        if (ContactAddress.Read(Form.Address) is not { } address)
        {
            Refuse(AddressPath, Words[string.IsNullOrWhiteSpace(Form.Address) ? "AddressMissing" : "AddressWrong"]);
        }
        else if (await Codes.SendAsync(Http, purpose, address, Target, null))
        {
            Navigation.NavigateTo(AccessPaths.Code);
        }
        else
        {
            Refuse(AddressPath, Words["TooManyCodes"], StatusCodes.Status429TooManyRequests);
        }
    }
}
