using Microsoft.AspNetCore.Components;
using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Shell;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Users.Data;

/// <summary>Asks for erasure, of everything or of one closed application: says first what goes, what the law keeps, and from when.</summary>
public sealed partial class ErasePage(ErasureDesk desk, FreshProof proof, PrivacySettings settings, TimeProvider clock)
{
    private const string Everything = "everything";

    [SupplyParameterFromForm(FormName = "erase")]
    private EraseForm Form { get; set; } = default!;

    private FreshProof Proof => proof;

    private PrivacySettings Settings => settings;

    private TimeProvider Clock => clock;

    private IReadOnlyList<ErasableForm>? Forms { get; set; }

    private string? Way { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (await AskAsync() is not { } actor)
        {
            return;
        }

        Form ??= new EraseForm();
        Way = await proof.WayAsync(Http, OwnDataPaths.Erase);
        // last: the page may be drawn at each wait
        Forms = await desk.FormsAsync(actor, Ct);
    }

    private async Task AskForItAsync()
    {
        if (await AskAsync() is not { } actor || Forms is null)
        {
            return;
        }

        ApplicationId? one = ApplicationId.TryParse(Form.What, out var id) ? id : null;
        if (one is null && Form.What != Everything)
        {
            Refuse("Form.What", OwnWords["EraseChoose"]);
            return;
        }

        if (await proof.CheckAsync(Http, Form.Password) is var given and not Data.Proof.Given)
        {
            Refuse("Form.Password", given is Data.Proof.Elsewhere ? OwnWords["ProveElsewhere"] : ProofWords[given is Data.Proof.TooMany ? "TooManyTries" : "WrongPassword"],
                given is Data.Proof.TooMany ? StatusCodes.Status429TooManyRequests : StatusCodes.Status422UnprocessableEntity);
            return;
        }

        string? withdraw = one is null && Form.Withdraw is not null ? OwnWords["EraseReason"].Value : null;
        var refusal = (await desk.RequestAsync(actor, one, withdraw, settings.ErasureDays, new ErasureLetter(moment => Formats.DateAndTime(moment), OwnDataPaths.Page), Ct)).Refusal;
        if (refusal is null)
        {
            Navigation.NavigateTo(OwnDataPaths.Page);
            return;
        }

        Forms = await desk.FormsAsync(actor, Ct);
        Refuse(refusal is FormsOpen && one is null ? "Form.Withdraw" : "Form.What", refusal switch
        {
            FormsOpen => OwnWords["OpenTick"],
            ErasureStands => OwnWords["EraseStands"],
            StillWorks => OwnWords["EraseWorks"],
            _ => OwnWords["EraseCannot"],
        }, StatusCodes.Status409Conflict);
    }

    private List<Choice> Choices(IReadOnlyList<ErasableForm> forms) =>
        [new(Everything, OwnWords["EraseEverything"]), .. forms.Where(form => form.IsClosed).Select(form => new Choice(form.Id.Value, OwnWords["EraseOne", NameOf(form), form.Id.InFours]))];

    private string NameOf(ErasableForm form) => form.ChildName.Length > 0 ? form.ChildName : OwnWords["NoName"];
}

/// <summary>What the page sends.</summary>
public sealed class EraseForm
{
    public string? What { get; set; }

    public string? Withdraw { get; set; }

    public string? Password { get; set; }
}
