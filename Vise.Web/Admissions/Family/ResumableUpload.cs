using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Family;

/// <summary>A file that the script wants to send.</summary>
/// <param name="Path">The field: <c>documents.KIND</c>, with the page that is replaced after another dot.</param>
/// <param name="Size">Bytes.</param>
public sealed record UploadBegun(string? Path, string? Name, long Size);

/// <summary>
/// Files sent piece by piece, with the meaning of tus 1.0: POST begins, HEAD says how far it has come (<c>Upload-Offset</c>), PATCH sends a piece from there, DELETE ends it. A piece
/// elsewhere answers 409 with the right offset; a file that is in has <c>Upload-Document</c>. Duty, token and scope are asked at each of them.
/// </summary>
public sealed class ResumableUpload(Visitor visitor, IAntiforgery antiforgery, UploadDesk desk, Sayings sayings)
{
    private const string Offset = "Upload-Offset";

    public Task<IResult> BeginAsync(string id, UploadBegun begun, HttpContext http) => DoAsync(id, http, async (actor, application) =>
        !FileFieldName.TryParse(begun.Path ?? "", out var kind, out var replaces)
            ? Results.NotFound()
            : await AnswerAsync(http, await desk.BeginAsync(actor, application, kind, replaces, begun.Name ?? "", begun.Size, http.RequestAborted), state =>
                Results.Json(new { upload = state.UploadId.ToString("N") }, statusCode: StatusCodes.Status201Created)));

    public Task<IResult> StateAsync(string id, Guid upload, HttpContext http) => DoAsync(id, http, async (actor, application) =>
        await AnswerAsync(http, await desk.StateAsync(actor, application, upload, http.RequestAborted), _ => Results.Ok()));

    public Task<IResult> AppendAsync(string id, Guid upload, HttpContext http) => DoAsync(id, http, async (actor, application) =>
    {
        if (!int.TryParse(http.Request.Headers[Offset], NumberStyles.None, CultureInfo.InvariantCulture, out var offset) || offset > Document.LargestFile)
        {
            return Results.BadRequest();
        }

        using var piece = new MemoryStream();
        await http.Request.Body.CopyToAsync(piece, http.RequestAborted);
        if (piece.Length > Upload.LargestPiece)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        var sent = piece.GetBuffer().AsMemory(0, (int)piece.Length);
        return await AnswerAsync(http, await desk.AppendAsync(actor, application, upload, offset, sent, http.RequestAborted), state =>
            Results.StatusCode(state.DocumentId is not null ? StatusCodes.Status200OK : state.Received == offset + sent.Length ? StatusCodes.Status204NoContent : StatusCodes.Status409Conflict));
    });

    public Task<IResult> DropAsync(string id, Guid upload, HttpContext http) => DoAsync(id, http, async (actor, application) =>
        await desk.DropAsync(actor, application, upload, http.RequestAborted) switch
        {
            null => Results.NoContent(),
            NoSuchStep => Results.StatusCode(StatusCodes.Status410Gone),
            _ => Results.NotFound(),
        });

    private async Task<IResult> DoAsync(string id, HttpContext http, Func<Actor, ApplicationId, Task<IResult>> work)
    {
        if (!ApplicationId.TryParse(id, out var known))
        {
            return Results.NotFound();
        }

        if ((await visitor.AskAsync(Duty.ApplyForOwnChild, http.RequestAborted)).Actor is not { } actor)
        {
            return Results.Unauthorized();
        }

        return await antiforgery.IsRequestValidAsync(http) ? await work(actor, known) : Results.BadRequest();
    }

    private static IResult Later(HttpContext http)
    {
        http.Response.Headers.RetryAfter = ((int)Upload.Rest.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    private async Task<IResult> AnswerAsync(HttpContext http, Outcome<UploadState> outcome, Func<UploadState, IResult> answer)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (outcome.Value is not { } state)
        {
            return outcome.Refusal switch
            {
                NotFound or Forbidden => Results.NotFound(),
                DocumentRefused { Why: "NotChecked" } or EditedByAnother or Collided => Later(http),
                DocumentRefused no => Results.UnprocessableEntity(new { problem = await sayings.OfAsync(no, http.RequestAborted) }),
                // handed in or taken back meanwhile: nothing more is taken
                _ => Results.Json(new { problem = await sayings.ToFamilyAsync(outcome.Refusal!, http.RequestAborted) }, statusCode: StatusCodes.Status410Gone),
            };
        }

        http.Response.Headers[Offset] = state.Received.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["Upload-Length"] = state.ByteSize.ToString(CultureInfo.InvariantCulture);
        if (state.DocumentId is { } document)
        {
            http.Response.Headers["Upload-Document"] = document.ToString("N");
        }

        return answer(state);
    }
}
