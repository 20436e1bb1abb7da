using System.Globalization;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Access;

namespace Vise.Web.Admissions.Family;

/// <summary>What stands in a step, with the stamp to ask with the next time.</summary>
public sealed record StepNews(int Stamp, IReadOnlyDictionary<string, DraftValue> Fields);

/// <summary>Tells an open page of the form what another device has changed: mostly nothing, and then it costs one short query.</summary>
public sealed class FieldNews(Visitor visitor, FamilyQueries queries)
{
    /// <summary>The fields of the step that <paramref name="step"/> names; 304 where the form still has the stamp of <c>If-None-Match</c>, 410 where it is handed in, 400 for no step.</summary>
    public async Task<IResult> GetAsync(string id, string? step, HttpContext http)
    {
        if (!ApplicationId.TryParse(id, out var known))
        {
            return Results.NotFound();
        }

        var ct = http.RequestAborted;
        if ((await visitor.AskAsync(Duty.ApplyForOwnChild, ct)).Actor is not { } actor)
        {
            return Results.Unauthorized();
        }

        if (await queries.StampAsync(actor, known, ct) is not { } now)
        {
            return Results.NotFound();
        }

        http.Response.Headers.CacheControl = "no-store";
        if (now.Status != ApplicationStatus.Draft)
        {
            return Results.StatusCode(StatusCodes.Status410Gone);
        }

        if (http.Request.Headers.IfNoneMatch == TagOf(now.Stamp))
        {
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        if (!FormSteps.TryParse(step, out var open))
        {
            return Results.BadRequest();
        }

        if ((await queries.DraftAsync(actor, known, ct)).Value is not { } draft)
        {
            return Results.NotFound();
        }

        http.Response.Headers.ETag = TagOf(draft.Stamp);
        var paths = draft.Terms.Of(open).Select(field => field.Path).ToHashSet(StringComparer.Ordinal);
        return Results.Ok(new StepNews(draft.Stamp, draft.Fields.Where(field => paths.Contains(field.Key)).ToDictionary(StringComparer.Ordinal)));
    }

    private static string TagOf(int stamp) => string.Create(CultureInfo.InvariantCulture, $"\"{stamp}\"");
}
