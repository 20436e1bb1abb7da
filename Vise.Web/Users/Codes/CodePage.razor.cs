using Microsoft.AspNetCore.Components;
using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Users.Codes;

/// <summary>Asks for the code that was sent, whatever it is for, and leads on.</summary>
public sealed partial class CodePage(CodeErrands errands, CodeDesk codes, CodeSending sending, PeopleDesk people, LoginBook logins, AccessSettings settings, Visitor visitor)
{
    private const string CodePath = "Form.Code";

    [SupplyParameterFromForm(FormName = "code")]
    private CodeForm Form { get; set; } = default!;

    private CodeErrand? Errand { get; set; }

    private bool SentAnew { get; set; }

    // where another address can be given
    private string AskedAt => Errand!.Purpose switch
    {
        CodePurpose.Register => Paths.Register(Errand.ReturnTo),
        CodePurpose.Reset => Paths.Reset(Errand.ReturnTo),
        CodePurpose.Email => Paths.AccountEmail,
        _ => Paths.ProveMobile(Errand.ReturnTo),
    };

    protected override void OnInitialized()
    {
        Form ??= new CodeForm();
        Errand = errands.Read(Http);
        if (Errand is null)
        {
            Navigation.NavigateTo(AccessPaths.SignIn);
        }
    }

    private async Task TryAsync()
    {
        if (Errand is not { } errand)
        {
            return;
        }

        var digits = new string([.. (Form.Code ?? "").Where(char.IsAsciiDigit)]);
        if (digits.Length != 6)
        {
            Refuse(CodePath, Words["CodeIncomplete"]);
        }
        else if (!errand.Proven && !await codes.TryAsync(errand.Code, errand.Purpose, digits, Ct))
        {
            Refuse(CodePath, Words["CodeWrong"]);
        }
        else if (errand.Purpose is CodePurpose.Register or CodePurpose.Reset)
        {
            errands.Keep(Http, errand with { Proven = true });
            Navigation.NavigateTo(errand.Purpose is CodePurpose.Register ? AccessPaths.RegisterFinish : AccessPaths.ResetFinish);
        }
        else
        {
            await ProveAsync(errand);
        }
    }

    // an address of somebody who is signed in
    private async Task ProveAsync(CodeErrand errand)
    {
        if ((await visitor.AskAsync(Duty.ApplyForOwnChild, Ct)).Actor is not { } actor || actor.Account != errand.Account)
        {
            Navigation.NavigateTo(Paths.SignIn(errand.ReturnTo), forceLoad: true);
            return;
        }

        // two parents may share one telephone; an e-mail address signs one person in
        var subject = settings.IsEmbedded ? await people.SubjectAsync(actor, Ct) : null;
        if (subject is not null && !await logins.MoveAsync(subject, errand.Address) && errand.Purpose is CodePurpose.Email)
        {
            Refuse(CodePath, Words["EmailOfAnother"], StatusCodes.Status409Conflict);
        }
        else if (await people.ProveAsync(actor, errand.Code, errand.Purpose, errand.Address, AccessPaths.Reset, Ct) is CodeNotProven)
        {
            Refuse(CodePath, Words["CodeWrong"]);
        }
        else
        {
            errands.Forget(Http);
            Navigation.NavigateTo(errand.ReturnTo);
        }
    }

    private async Task SendAnewAsync()
    {
        if (Errand is not { } errand)
        {
            return;
        }

        if (await sending.SendAsync(Http, errand.Purpose, errand.Address, errand.ReturnTo, errand.Account))
        {
            SentAnew = true;
        }
        else
        {
            Refuse(CodePath, Words["TooManyCodes"], StatusCodes.Status429TooManyRequests);
        }
    }
}

/// <summary>What the code page sends.</summary>
public sealed class CodeForm
{
    public string? Code { get; set; }
}
