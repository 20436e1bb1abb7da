using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Access;

namespace Vise.Web.Admissions.Letters;

/// <summary>The family's letter, printed at the desk for whoever has no account or no printer. It is an opening of the child's record and logged as one.</summary>
public sealed partial class DeskLetterPage(LetterQueries letters, LetterWriter writer, Visitor visitor, NavigationManager navigation) : ComponentBase
{
    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>See <see cref="LetterName"/>.</summary>
    [Parameter]
    public string Letter { get; set; } = "";

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    private LetterText? Text { get; set; }

    protected override async Task OnInitializedAsync()
    {
        Http.Response.Headers.CacheControl = "no-store";
        var ct = Http.RequestAborted;
        if (!ApplicationId.TryParse(Id, out var id) || !LetterName.TryParse(Letter, out var name)
            || await visitor.ActAsync(Duty.ReadApplications, id.Branch, ct) is not { } actor
            || (await letters.OpenAsync(actor, id, name, ct)).Value is not { } letter)
        {
            navigation.NotFound();
            return;
        }

        Text = await writer.WriteAsync(letter, ct);
    }
}
