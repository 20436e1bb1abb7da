using Microsoft.AspNetCore.Mvc;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Shell;
using Vise.Web.Shell.Api;

namespace Vise.Web.Admissions.Api;

/// <summary>Hands documents in, lists, verifies and opens them.</summary>
internal static class DocumentsApi
{
    // a little above the largest file, for the other part and the boundaries
    private const int LargestUpload = Document.LargestFile + (64 * 1024);

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("").WithTags("Documents");
        group.MapGet(ApiPaths.Documents, ListAsync).WithName("listDocuments")
            .WithSummary("What was handed in").Produces<ApiList<DocumentJson>>().Problems(404);
        // no antiforgery: a bearer token is sent by no browser on its own
        group.MapPost(ApiPaths.Documents, AddAsync).WithName("addDocument").DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(LargestUpload))
            .WithSummary("Hands a document in to a draft")
            .WithDescription("Parts: kind (for example birth_certificate) and file, a PDF, JPEG or PNG told by its content, 5 MB at most. It takes the place of an unverified one of its kind.")
            .Accepts<Upload>("multipart/form-data")
            .Produces<DocumentJson>(StatusCodes.Status201Created).Problems(400, 404, 409, 413, 415, 422);
        group.MapGet(ApiPaths.Document, DownloadAsync).WithName("readDocument")
            .WithSummary("The file itself; opening it is logged").Produces<byte[]>(200, "application/pdf", "image/jpeg", "image/png").Problems(404);
        group.MapPost(ApiPaths.VerifyDocument, VerifyAsync).WithName("verifyDocument")
            .WithSummary("Says that the document was looked at and is in order").Produces<DocumentJson>().Problems(404);
    }

    private static Task<IResult> ListAsync(string applicationId, HttpContext http, ApplicationDoor door, CancellationToken ct) =>
        door.OpenAsync(applicationId, record => Conditional.Answer(http, new ApiList<DocumentJson>([.. record.Documents.Select(DocumentJson.Of)])), ct);

    private static Task<IResult> AddAsync(string applicationId, HttpContext http, ApplicationDoor door, DocumentDesk desk, ApiProblems problems, CancellationToken ct) =>
        door.EnterAsync(applicationId, Duty.EnterApplications, async (by, id) =>
        {
            if (!http.Request.HasFormContentType)
            {
                return problems.Of(StatusCodes.Status415UnsupportedMediaType, "UnsupportedMediaType");
            }

            if (await ReadAsync(http, ct) is not { } form)
            {
                return problems.Unreadable(("file", problems.Error("File")));
            }

            if (form.Files["file"] is not { } file)
            {
                return door.Invalid([("file", problems.Error("File"))]);
            }

            await using var content = file.OpenReadStream();
            var added = await desk.AddAsync(by, id, form["kind"].ToString(), file.FileName, content, ct);
            if (added.Value is not { } row)
            {
                return await door.SayAsync(added.Refusal!, ct);
            }

            http.Response.Headers.Location = ApiPaths.DocumentOf(id, row.DocumentId);
            return ApiJson.Result(DocumentJson.Of(row), StatusCodes.Status201Created);
        }, ct);

    private static Task<IResult> DownloadAsync(string applicationId, Guid documentId, HttpContext http, ApplicationDoor door, DocumentDesk desk, CancellationToken ct) =>
        door.EnterAsync(applicationId, Duty.ReadApplications, async (by, id) =>
        {
            var opened = await desk.OpenAsync(by, id, documentId, ct);
            if (opened.Value is not { } document)
            {
                return await door.SayAsync(opened.Refusal!, ct);
            }

            http.Response.Headers.CacheControl = "private, no-store";
            return Results.Stream(document.Content, document.ContentType, document.FileName);
        }, ct);

    private static Task<IResult> VerifyAsync(
        string applicationId, Guid documentId, ApplicationDoor door, DocumentCheckDesk desk, RecordQueries records, CancellationToken ct) =>
        door.EnterAsync(applicationId, Duty.ReviewApplications, async (by, id) =>
        {
            if (await desk.VerifyAsync(by, id, documentId, ct) is { } refusal)
            {
                return await door.SayAsync(refusal, ct);
            }

            var record = await records.OpenAsync(by, id, ct);
            return record.Value?.Documents.FirstOrDefault(document => document.DocumentId == documentId) is { } row
                ? ApiJson.Result(DocumentJson.Of(row))
                : await door.SayAsync(record.Refusal ?? new NotFound(), ct);
        }, ct);

    private static async Task<IFormCollection?> ReadAsync(HttpContext http, CancellationToken ct)
    {
        try
        {
            return await http.Request.ReadFormAsync(ct);
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            // not multipart as it says, or it breaks off
            return null;
        }
    }

    /// <summary>The parts of an upload.</summary>
    internal sealed record Upload(string Kind, IFormFile File);
}
