using Microsoft.AspNetCore.Components;
using Vise.Data.Users;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Users.Account;

/// <summary>One's own account: how to be reached and how to be called. A static page for families and staff alike.</summary>
public sealed partial class AccountPage(PeopleDesk people, LoginBook logins, AccessSettings settings)
{
    private const string NamePath = "Form.Name";

    // each in its own tongue
    private static readonly Choice[] Spoken = [.. Languages.All.Select(language => new Choice(language.Tag, language.Name, Language: language.Tag))];

    [SupplyParameterFromForm(FormName = "account")]
    private AccountForm Form { get; set; } = default!;

    /// <summary>Where a new password leads, to be told that it holds.</summary>
    internal const string WithNewPassword = Paths.Account + "?" + nameof(NewPassword) + "=true";

    [SupplyParameterFromQuery]
    private bool NewPassword { get; set; }

    private AccessSettings Settings => settings;

    private OwnAccount? Own { get; set; }

    private bool Saved { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (await AskAsync() is not { } actor)
        {
            return;
        }

        Own = await people.OwnAsync(actor, Ct);
        Form ??= new AccountForm { Name = Own.Name, Language = Own.Language, NotifyEmail = Own.NotifyEmail ? "yes" : null, NotifySms = Own.NotifySms ? "yes" : null };
    }

    private async Task SaveAsync()
    {
        if (await AskAsync() is not { } actor || Own is null)
        {
            return;
        }

        // another authority calls the person as it does
        var name = settings.IsEmbedded ? Typed.Clean(Form.Name) : Own.Name;
        if (settings.IsEmbedded && !Typed.IsName(name))
        {
            Refuse(NamePath, Words[name.Length == 0 ? "NameMissing" : "NameWrong"]);
        }

        if (Form.NotifyEmail is null && Form.NotifySms is null)
        {
            Refuse("Form.NotifyEmail", Words["NotifyNone"]);
        }

        if (HasErrors)
        {
            return;
        }

        var language = (Languages.Of(Form.Language) ?? Languages.All[0]).Tag;
        if (settings.IsEmbedded && await people.SubjectAsync(actor, Ct) is { } subject)
        {
            await logins.CallAsync(subject, name, language);
        }

        await people.SettleAsync(actor, name, language, Form.NotifyEmail is not null, Form.NotifySms is not null, Ct);
        await BrowserSignIn.RenewAsync(Http, name, language);
        Own = await people.OwnAsync(actor, Ct);
        Saved = true;
    }
}

/// <summary>What the account page sends.</summary>
public sealed class AccountForm
{
    public string? Name { get; set; }

    public string? Language { get; set; }

    public string? NotifyEmail { get; set; }

    public string? NotifySms { get; set; }
}
