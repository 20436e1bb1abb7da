using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Net.Http.Headers;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Admissions.Family;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Desk;

/// <summary>What the office fetches beside its pages.</summary>
public static class DeskRoutes
{
    // the browser's own PDF viewer is a plug-in to the policy, and sandboxing would switch it off
    private const string PdfPolicy = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";
    private const string ImagePolicy = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";

    public static void MapDesk(this IEndpointRouteBuilder app)
    {
        app.MapGet(Paths.DeskDocumentTemplate, OpenAsync).RequireAuthorization(nameof(Duty.ReadApplications)).ExcludeFromDescription();
        app.MapPost(WalkInPaths.UploadTemplate, (string id, HttpContext http, DocumentUpload upload) => upload.PostAtDeskAsync(id, http))
            .RequireAuthorization(nameof(Duty.EnterApplications)).ExcludeFromDescription();
        app.MapPost(WalkInPaths.RemoveTemplate, RemoveAsync).RequireAuthorization(nameof(Duty.EnterApplications)).ExcludeFromDescription();
        app.MapGet(FilePaths.DeskPreviewTemplate, PreviewAsync).RequireAuthorization(nameof(Duty.ReadApplications)).ExcludeFromDescription();
    }

    // gone already, by a second click or a colleague, is as good as removed; the form's page says what it is by now
    private static async Task<IResult> RemoveAsync(string id, Guid document, HttpContext http, Visitor visitor, IAntiforgery antiforgery, WalkInQueries walkIns, DocumentDesk desk)
    {
        if (!ApplicationId.TryParse(id, out var application))
        {
            return Results.NotFound();
        }

        var ct = http.RequestAborted;
        var asked = await visitor.AskAsync(Duty.EnterApplications, application, ct);
        if (asked.Actor is not { } actor)
        {
            return Results.StatusCode(asked.StatusCode);
        }

        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return Results.BadRequest();
        }

        if ((await walkIns.AgainAsync(actor, application, ct)).Value is null)
        {
            return Results.NotFound();
        }

        await desk.RemoveAsync(actor, application, document, ct);
        return Results.LocalRedirect(WalkInPaths.Form(application) + "#documents");
    }

    // opening the record, which shows it, was logged
    private static async Task<IResult> PreviewAsync(string id, Guid document, HttpContext http, Visitor visitor, DocumentDesk desk)
    {
        var ct = http.RequestAborted;
        if (!ApplicationId.TryParse(id, out var application))
        {
            return Results.NotFound();
        }

        var asked = await visitor.AskAsync(Duty.ReadApplications, application.Branch, ct);
        if (asked.Actor is not { } actor)
        {
            return Results.StatusCode(asked.StatusCode);
        }

        http.Response.Headers.CacheControl = "no-store";
        return (await desk.OpenPreviewAsync(actor, application, document, ct)).Value is { } picture ? Results.Stream(picture, "image/jpeg") : Results.NotFound();
    }

    // 404 for what isn't there and for another branch's alike; opening is logged as a view of the record
    private static async Task<IResult> OpenAsync(string id, Guid document, HttpContext http, Visitor visitor, DocumentDesk desk)
    {
        var ct = http.RequestAborted;
        if (!ApplicationId.TryParse(id, out var application))
        {
            return Results.NotFound();
        }

        var asked = await visitor.AskAsync(Duty.ReadApplications, application.Branch, ct);
        if (asked.Actor is not { } actor)
        {
            return Results.StatusCode(asked.StatusCode);
        }

        if ((await desk.OpenAsync(actor, application, document, ct)).Value is not { } file)
        {
            return Results.NotFound();
        }

        var headers = http.Response.Headers;
        http.UseOwnScriptPolicy(file.ContentType == "application/pdf" ? PdfPolicy : ImagePolicy);
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        var inline = new ContentDispositionHeaderValue("inline");
        inline.SetHttpFileName(file.FileName);
        headers.ContentDisposition = inline.ToString();
        return Results.Stream(file.Content, file.ContentType);
    }
}
