using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Admissions.Family;
using Vise.Web.Shell;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Admissions.Finding;

/// <summary>
/// Where an application stands, by its number and the child's date of birth: posted, so that neither stands in an address or a log. Nothing is changed by it, so it
/// takes no antiforgery token, whose cookie nobody needs here.
/// </summary>
public sealed partial class TrackPage(TrackThrottle throttle, FormTermsReader terms, NextStepWords nextSteps) : ComponentBase
{
    private const string NumberPath = "track.number";
    private const string BornPath = "track.born";

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    private string Number { get; set; } = "";

    private DateParts Born { get; set; } = DateParts.Empty;

    private ApplicationId Id { get; set; }

    private TrackedApplication? Found { get; set; }

    private NextStep Next { get; set; } = new("", false);

    private TimeZoneInfo? Zone { get; set; }

    // after too many wrong tries: how long to wait
    private TimeSpan? Wait { get; set; }

    private List<FieldError> Errors { get; } = [];

    private async Task TrackAsync()
    {
        Http.Response.Headers.CacheControl = "no-store";
        Number = Typed.Cut(Http.Request.Form[NumberPath].ToString().Trim(), 40);
        Born = DateParts.From(Http.Request.Form, BornPath);
        Born = new DateParts(Typed.Cut(Born.Day, 2), Typed.Cut(Born.Month, 2), Typed.Cut(Born.Year, 4));
        // the check character catches a slip before anything is looked up, whoever's number it would be
        if (!ApplicationId.TryParse(Number, out var id))
        {
            Errors.Add(new FieldError(NumberPath, Words[Number.Length == 0 ? "TrackNumberMissing" : "TrackNumberWrong"]));
        }

        if (!Born.TryRead(out var born))
        {
            Errors.Add(new FieldError(BornPath, Words["TrackBornWrong"]));
        }

        if (Errors.Count > 0)
        {
            Http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return;
        }

        var answer = await throttle.TryAsync(id, born, Http.Connection.RemoteIpAddress, Http.RequestAborted);
        if (answer.Wait is { } wait)
        {
            Wait = wait;
            Http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }

        if (answer.Found is null)
        {
            Errors.Add(new FieldError(NumberPath, Words["TrackNothing"]));
            Http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return;
        }

        Zone = await terms.ZoneAsync(id.Branch, Http.RequestAborted);
        Next = nextSteps.Of(answer.Found.Standing, Zone);
        (Id, Found) = (id, answer.Found);
    }

    private string? ErrorOf(string path) => Errors.Find(error => error.Path.Equals(path, StringComparison.Ordinal))?.Message;
}
