using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell.Api;

namespace Vise.Web.Admissions.Api;

/// <summary>Lets a client through to one application: reads the id, asks the visitor for the duty, and says every "no" the same way.</summary>
public sealed class ApplicationDoor(Visitor visitor, ApiProblems problems, Refused refused, RecordQueries records, OnceDoor once)
{
    /// <summary>Does the work as the actor that the duty is granted to, once for an <see cref="OnceDoor.Header"/>. A wrong check character is a 404 before any look-up.</summary>
    public async Task<IResult> EnterAsync(string id, Duty duty, Func<Actor, ApplicationId, Task<IResult>> work, CancellationToken ct)
    {
        if (!ApplicationId.TryParse(id, out var application))
        {
            return problems.NotFound();
        }

        var asked = await visitor.AskAsync(duty, application.Branch, ct);
        return asked.Actor is { } actor ? await once.RunAsync(actor, duty, by => work(by, application), ct) : problems.Of(asked);
    }

    /// <summary>The version that a change is held against: the one that If-Match names, else the one that stands as the request comes in.</summary>
    public async Task<(bool Sent, uint? Version)> SeenAsync(HttpContext http, Actor by, ApplicationId id, CancellationToken ct)
    {
        var named = Conditional.IfMatch(http);
        return named.Sent ? named : (false, await records.VersionAsync(by, id, ct));
    }

    /// <summary>Opens the record (and logs the view), then answers with it.</summary>
    public Task<IResult> OpenAsync(string id, Func<ApplicationRecord, IResult> answer, CancellationToken ct) =>
        EnterAsync(id, Duty.ReadApplications, async (by, application) =>
        {
            var record = await records.OpenAsync(by, application, ct);
            return record.Value is { } whole ? answer(whole) : await SayAsync(record.Refusal!, ct);
        }, ct);

    /// <summary>Where the application stands after a change, with its new ETag.</summary>
    public async Task<IResult> StandingAsync(HttpContext http, Actor by, ApplicationId id, CancellationToken ct)
    {
        var record = await records.OpenAsync(by, id, ct);
        if (record.Value is not { } whole)
        {
            return await SayAsync(record.Refusal!, ct);
        }

        Conditional.Tag(http, whole.Card.Version);
        return ApiJson.Result(Standing.Of(whole));
    }

    /// <summary>A form with messages beside its fields.</summary>
    public IResult Invalid(IReadOnlyCollection<(string Path, string Message)> errors) => refused.Invalid(errors);

    /// <summary>The problem of a refusal.</summary>
    public Task<IResult> SayAsync(Refusal refusal, CancellationToken ct, bool ifMatch = false) => refused.AsAsync(refusal, ifMatch, ct);
}
