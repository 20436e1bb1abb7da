using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Web.Admissions.Cycles;
using Vise.Web.Shell;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Admissions.Finding;

/// <summary>
/// What everyone may know of a school: address, announcements, its cycles with classes, seats, ages, documents and fees, and which class a child is of age for. The
/// birth date is posted, so that it stands in no address or log, and kept nowhere; the post changes nothing and takes no antiforgery token.
/// </summary>
public sealed partial class SchoolPage(
    SchoolQueries schools, ReferenceCodes codes, SchoolPlaces places, SchoolSheets sheets, Sayings sayings, TimeProvider clock, NavigationManager navigation) : ComponentBase
{
    private const string BornPath = "age.born";

    private static readonly DateOnly Earliest = new(1943, 1, 1);

    [Parameter]
    public string Branch { get; set; } = "";

    [Parameter]
    public string Institution { get; set; } = "";

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    private BranchId Key { get; set; }

    private SchoolOffer? Offer { get; set; }

    private string Name { get; set; } = "";

    private SchoolPlace Place { get; set; } = default!;

    private IReadOnlyList<SchoolSheet> Sheets { get; set; } = [];

    private DateParts Typed { get; set; } = DateParts.Empty;

    private DateOnly? Born { get; set; }

    private List<FieldError> Errors { get; } = [];

    private string Here => Paths.School(Key, Institution);

    protected override async Task OnInitializedAsync()
    {
        var ct = Http.RequestAborted;
        if (!BranchId.TryParse(Branch, out var branch) || !Base36.IsCode(Institution, 2) || await schools.OfAsync(branch, Institution, ct) is not { } offer)
        {
            navigation.NotFound();
            return;
        }

        (Key, Place) = (branch, await places.OfAsync(branch, ct));
        if (Http.Request.HasFormContentType)
        {
            Http.Response.Headers.CacheControl = "no-store";
            await ReadBornAsync(ct);
        }

        var names = await CycleNames.OfAsync(codes, new CycleKey(branch, Institution, default), ct);
        Name = names.School;
        Sheets = await sheets.OfAsync(new CycleKey(branch, Institution, default), offer, names, Born, ct);
        // last, since a first look is drawn while a read is under way
        Offer = offer;
    }

    // the answer is worked out when the page opens
    private void AskAge() => Http.Response.StatusCode = Errors.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;

    private async Task ReadBornAsync(CancellationToken ct)
    {
        Typed = DateParts.From(Http.Request.Form, BornPath);
        var today = Deadline.DayOf(clock.GetUtcNow(), Place.Zone);
        var problem = !Typed.TryRead(out var born) ? new FieldProblem(BornPath, "Date")
            : born > today ? new FieldProblem(BornPath, "DateAhead")
            : born < Earliest ? new FieldProblem(BornPath, "DateTooEarly", Earliest)
            : null;
        var said = problem is not null ? await sayings.OfAsync(problem, ct)
            // no class is named for such an age: it is asked first whether the year is right
            : ChildAge.On(born, today) is { IsUnlikely: true } age ? await sayings.OfAsync(new FieldNote(BornPath, "AgeUnlikely", age, today), ct)
            : null;
        if (said is null)
        {
            Born = born;
            return;
        }

        Typed = new DateParts(Domain.Users.Typed.Cut(Typed.Day, 2), Domain.Users.Typed.Cut(Typed.Month, 2), Domain.Users.Typed.Cut(Typed.Year, 4));
        Errors.Add(new FieldError(BornPath, said));
    }

    private string? ErrorOf(string path) => Errors.Find(error => error.Path.Equals(path, StringComparison.Ordinal))?.Message;
}
