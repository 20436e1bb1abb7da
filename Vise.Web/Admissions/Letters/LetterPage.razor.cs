using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Web.Admissions.Family;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Letters;

/// <summary>A letter of the family's own, on one A4 sheet; the slip of a form just handed in has an address of its own. Drawing it is a download.</summary>
public sealed partial class LetterPage(LetterQueries letters, LetterWriter writer) : FamilyPage
{
    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>See <see cref="LetterName"/>; null at the acknowledgement's address.</summary>
    [Parameter]
    public string? Letter { get; set; }

    private LetterText? Text { get; set; }

    protected override async Task OnInitializedAsync()
    {
        Http.Response.Headers.CacheControl = "no-store";
        if (!TryReadId(Id, out var id) || await AskAsync() is not { } actor)
        {
            return;
        }

        var named = LetterName.TryParse(Letter, out var name);
        if (Letter is null && await letters.ListAsync(actor, id, Ct) is { } lines)
        {
            if (lines.LastOrDefault(line => line.Name.Kind is LetterKind.Acknowledgement) is not { } slip)
            {
                Navigation.NavigateTo(Paths.MyApplication(id));
                return;
            }

            (named, name) = (true, slip.Name);
        }

        if (named && (await letters.OpenAsync(actor, id, name, Ct)).Value is { } letter)
        {
            Text = await writer.WriteAsync(letter, Ct);
        }
        else
        {
            Navigation.NotFound();
        }
    }
}
