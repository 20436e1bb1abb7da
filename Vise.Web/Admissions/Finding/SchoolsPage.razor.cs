using System.Globalization;
using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Finding;

/// <summary>Schools by place or PIN code, twenty a page, with the classes that they take forms for.</summary>
public sealed partial class SchoolsPage(SchoolSearch search, SchoolPlaces places) : ComponentBase
{
    private const int LongestSearch = 100;

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    /// <summary>What was typed: words of a name or place, or a PIN code.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    private string? Typed { get; set; }

    /// <summary><c>1</c> for schools that take forms now and no others.</summary>
    [SupplyParameterFromQuery(Name = "open")]
    private string? Open { get; set; }

    /// <summary>Where the page before ended.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    private string? AfterText { get; set; }

    private string Asked { get; set; } = "";

    private bool OpenOnly => Open == "1";

    private SchoolCursor? After { get; set; }

    private string? Pin { get; set; }

    private List<Row> Rows { get; } = [];

    private SchoolCursor? Next { get; set; }

    protected override async Task OnInitializedAsync()
    {
        var ct = Http.RequestAborted;
        // what is shown and what is handed on is what was searched for
        Asked = Domain.Users.Typed.Cut(Domain.Users.Typed.Clean(Typed), LongestSearch);
        (Pin, After) = (PlaceWords.PinCode(Asked), SchoolCursor.Read(AfterText));
        var page = await search.FindAsync(Asked, OpenOnly, After, ct);
        var away = After?.Away ?? 0;
        foreach (var school in page.Schools)
        {
            Rows.Add(await RowAsync(school, isFirstAway: school.Away > 0 && away == 0, ct));
            away = school.Away;
        }

        Next = page.Next;
    }

    private async Task<Row> RowAsync(FoundSchool school, bool isFirstAway, CancellationToken ct)
    {
        var place = await places.OfAsync(school.Branch, ct);
        List<(string, string, string)> open = [];
        foreach (var session in school.Open)
        {
            open.Add((session.Year.ToString(), await places.ClassesAsync(session.ClassCodes, ct), Formats.Date(session.ClosesTime.AddSeconds(-1), place.Zone)));
        }

        var language = CultureInfo.CurrentUICulture.Name.Split('-')[0];
        var address = string.Join(" · ", new[] { school.Locality, school.PinCode, place.Branch, place.District, place.State }.Where(part => !string.IsNullOrEmpty(part)).Distinct(StringComparer.Ordinal));
        return new Row(school, school.Names.GetValueOrDefault(language, school.Name), address, school.Away, isFirstAway, open);
    }

    private sealed record Row(FoundSchool School, string Name, string Address, int Away, bool IsFirstAway, IReadOnlyList<(string Session, string Classes, string Until)> Open);
}
