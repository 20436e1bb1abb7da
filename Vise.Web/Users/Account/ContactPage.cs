using Microsoft.AspNetCore.Components;
using Vise.Data.Users;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;
using Vise.Web.Users.Codes;

namespace Vise.Web.Users.Account;

/// <summary>Gives a new mobile number or e-mail address, or confirms the one that is there: a code goes to it.</summary>
public abstract class ContactPage(CodePurpose purpose) : OwnPage
{
    protected const string AddressPath = "Form.Address";

    [SupplyParameterFromQuery]
    protected string? ReturnTo { get; set; }

    [SupplyParameterFromForm(FormName = "contact")]
    protected AddressForm Form { get; set; } = default!;

    [Inject]
    private PeopleDesk People { get; set; } = default!;

    [Inject]
    private CodeSending Codes { get; set; } = default!;

    [Inject]
    private AccessSettings Settings { get; set; } = default!;

    /// <summary>Where to go afterwards.</summary>
    protected string Target => LocalPath.Is(ReturnTo) ? ReturnTo! : Paths.Account;

    protected override async Task OnInitializedAsync()
    {
        if (await AskAsync() is not { } actor)
        {
            return;
        }

        if (purpose is CodePurpose.Email && !Settings.IsEmbedded)
        {
            // the other authority knows the address
            Navigation.NavigateTo(Paths.Account);
        }

        Form ??= new AddressForm { Address = purpose is CodePurpose.Mobile && await People.OwnAsync(actor, Ct) is { MobileVerified: false, Mobile: { } known } ? known : null };
    }

    protected async Task SendAsync()
    {
        if (await AskAsync() is not { } actor)
        {
            return;
        }

        var address = ContactAddress.Read(Form.Address);
        if (address is null || ContactAddress.IsMobile(address) != purpose is CodePurpose.Mobile)
        {
            Refuse(AddressPath, Words[purpose is CodePurpose.Mobile ? "MobileWrong" : "EmailWrong"]);
        }
        else if (await Codes.SendAsync(Http, purpose, address, Target, actor.Account))
        {
            Navigation.NavigateTo(AccessPaths.Code);
        }
        else
        {
            Refuse(AddressPath, Words["TooManyCodes"], StatusCodes.Status429TooManyRequests);
        }
    }
}
