using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Shell;
using Vise.Web.Shell.Api;

namespace Vise.Web.Admissions.Api;

/// <summary>Begins a draft from a form: names the school, checks what is there, and says every field's message at once.</summary>
internal sealed class DraftBeginning(
    DraftDesk desk, SoughtSchool school, DraftChecks checks, ApplicationDoor door, ApiProblems problems, SchoolClock clock, FormTermsReader terms)
{
    /// <param name="by">Who was granted the duty.</param>
    /// <param name="form">The form by path; null when the body was none.</param>
    /// <param name="named">The branch that the form names; null when it names none.</param>
    /// <param name="http">The request.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<IResult> BeginAsync(Actor by, IReadOnlyDictionary<string, string>? form, BranchId? named, HttpContext http, CancellationToken ct)
    {
        if (form is null)
        {
            return problems.Unreadable(("", problems.Error("Object")));
        }

        List<(string, string)> errors = named is null ? [("sought.branch", problems.Error("BranchUnknown"))] : [];
        if ((named ?? by.Scope.Branch) is not { } branch)
        {
            return door.Invalid(errors);
        }

        var now = await clock.NowAsync(ct);
        var today = Deadline.DayOf(now, await terms.ZoneAsync(branch, ct));
        var (choice, missed) = await school.ReadAsync(branch, form, AcademicYear.On(today), ct);
        var fields = form.Where(field => !SoughtSchool.Names.Contains(field.Key)).ToDictionary(StringComparer.Ordinal);
        errors.AddRange(missed);
        errors.AddRange(await checks.OfAsync(fields, choice, now, masks: false, ct));
        if (errors.Count > 0)
        {
            return door.Invalid(errors);
        }

        var started = await desk.StartAsync(by, choice, [.. fields.Select(field => new FieldEdit(field.Key, field.Value, 0))], ct);
        if (started.Value is not { } draft)
        {
            return await door.SayAsync(started.Refusal!, ct);
        }

        Conditional.Tag(http, draft.Version);
        http.Response.Headers.Location = ApiPaths.ApplicationOf(draft.Id);
        return ApiJson.Result(new Begun(draft.Id.Value, StatusNames.Of(ApplicationStatus.Draft), draft.At, draft.At.AddDays(Application.DraftDays)), StatusCodes.Status201Created);
    }
}

/// <summary>A draft that was begun.</summary>
internal sealed record Begun(string ApplicationId, string Status, DateTimeOffset CreatedTime, DateTimeOffset DraftExpiresTime);
