using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Users;
using Vise.Web.Shell;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Admissions.Family;

/// <summary>A walk-in form is claimed by its number and code. Whatever is wrong gets one answer.</summary>
public sealed partial class ClaimPage(ClaimDesk desk, ClaimThrottle throttle)
{
    private const string NumberPath = "claim.number";
    private const string CodePath = "claim.code";

    private string Number { get; set; } = "";

    private List<FieldError> Errors { get; } = [];

    protected override Task OnInitializedAsync() => AskAsync();

    private async Task ClaimAsync()
    {
        if (await AskAsync() is not { } actor)
        {
            return;
        }

        Number = Cut(NumberPath);
        var code = Cut(CodePath);
        if (Number.Length == 0)
        {
            Errors.Add(new FieldError(NumberPath, Words["ClaimNumberMissing"]));
        }

        if (code.Length == 0)
        {
            Errors.Add(new FieldError(CodePath, Words["ClaimCodeMissing"]));
        }

        if (Errors.Count > 0)
        {
            Http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return;
        }

        var tried = await throttle.TryAsync(actor.Account, Http.Connection.RemoteIpAddress, () => desk.ClaimAsync(actor, Number, code, Ct), Ct);
        if (tried?.Value is { } form)
        {
            Navigation.NavigateTo(Paths.MyApplication(form.Id));
            return;
        }

        Errors.Add(new FieldError(CodePath, Words[tried is null ? "ClaimTooMany" : tried.Refusal is ClaimWrong ? "ClaimWrong" : "GuardianRefused"]));
        Http.Response.StatusCode = tried is null ? StatusCodes.Status429TooManyRequests : StatusCodes.Status422UnprocessableEntity;
    }

    private string Cut(string path) => Typed.Cut(Http.Request.Form[path].ToString().Trim(), 40);

    private string? ErrorOf(string path) => Errors.Find(error => error.Path.Equals(path, StringComparison.Ordinal))?.Message;
}
