using Microsoft.AspNetCore.Antiforgery;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;
using Vise.Web.Shell.Offline;

namespace Vise.Web.Admissions.Family;

/// <summary>What the family's pages need beside themselves: autosave, files, and the words they share.</summary>
public static class FamilyRoutes
{
    private const long LargestField = 32 * 1024;

    // a browser that shows the download all the same runs and loads nothing of it
    private const string DownloadPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox";

    public static IServiceCollection AddFamily(this IServiceCollection services) => services
        .AddScoped<ChoiceWords>().AddScoped<DocumentAsks>().AddScoped<ApplyChoices>().AddScoped<AnswerWords>().AddScoped<NextStepWords>().AddScoped<StepForms>().AddScoped<AmendmentTexts>().AddSingleton<ClaimThrottle>()
        .AddSingleton<Finding.TrackThrottle>().AddScoped<Finding.SchoolPlaces>().AddScoped<Finding.SchoolSheets>()
        .AddScoped<FieldSaving>().AddScoped<FieldNews>().AddSingleton<PhoneKeys>().AddScoped<DocumentUpload>().AddScoped<ResumableUpload>();

    public static void MapFamily(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Paths.SaveFieldTemplate, (string id, FieldSave field, HttpContext http, FieldSaving saving) => saving.PostAsync(id, field, http))
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(LargestField), new AsksForSession())
            .RequireAuthorization(nameof(Duty.ApplyForOwnChild)).ExcludeFromDescription();
        routes.MapGet(Paths.SaveFieldTemplate, (string id, string? step, HttpContext http, FieldNews news) => news.GetAsync(id, step, http))
            .RequireAuthorization(nameof(Duty.ApplyForOwnChild)).ExcludeFromDescription();
        routes.MapGet(PhonePaths.Phone, PhoneAsync).RequireAuthorization(nameof(Duty.ApplyForOwnChild)).ExcludeFromDescription();
        routes.MapPost(Paths.UploadTemplate, (string id, HttpContext http, DocumentUpload upload) => upload.PostAsync(id, http))
            .RequireAuthorization(nameof(Duty.ApplyForOwnChild)).ExcludeFromDescription();
        routes.MapPost(FilePaths.UploadsTemplate, (string id, UploadBegun begun, HttpContext http, ResumableUpload upload) => upload.BeginAsync(id, begun, http))
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(LargestField))
            .RequireAuthorization(nameof(Duty.ApplyForOwnChild)).ExcludeFromDescription();
        routes.MapMethods(FilePaths.PieceTemplate, [HttpMethods.Head], (string id, Guid upload, HttpContext http, ResumableUpload work) => work.StateAsync(id, upload, http))
            .RequireAuthorization(nameof(Duty.ApplyForOwnChild)).ExcludeFromDescription();
        routes.MapPatch(FilePaths.PieceTemplate, (string id, Guid upload, HttpContext http, ResumableUpload work) => work.AppendAsync(id, upload, http))
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(Upload.LargestPiece + 1))
            .RequireAuthorization(nameof(Duty.ApplyForOwnChild)).ExcludeFromDescription();
        routes.MapDelete(FilePaths.PieceTemplate, (string id, Guid upload, HttpContext http, ResumableUpload work) => work.DropAsync(id, upload, http))
            .RequireAuthorization(nameof(Duty.ApplyForOwnChild)).ExcludeFromDescription();
        routes.MapGet(FilePaths.FamilyPreviewTemplate, PreviewAsync).RequireAuthorization(nameof(Duty.ApplyForOwnChild)).ExcludeFromDescription();
        routes.MapPost(Paths.RemoveTemplate, RemoveAsync).RequireAuthorization(nameof(Duty.ApplyForOwnChild)).ExcludeFromDescription();
        routes.MapGet(Paths.FamilyDocumentTemplate, DownloadAsync).RequireAuthorization(nameof(Duty.ApplyForOwnChild)).ExcludeFromDescription();
    }

    // the phone's script and worker ask before they send what was kept: as whom, with which token
    private static async Task<IResult> PhoneAsync(HttpContext http, Visitor visitor, IAntiforgery antiforgery, PhoneKeys phones)
    {
        if ((await visitor.AskAsync(Duty.ApplyForOwnChild, http.RequestAborted)).Actor is not { } actor)
        {
            return Results.Unauthorized();
        }

        var tokens = antiforgery.GetAndStoreTokens(http);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new PhoneFacts(phones.PersonOf(actor.Account), tokens.RequestToken!, phones.SealOf(actor.Account)));
    }

    private static async Task<IResult> RemoveAsync(string id, Guid document, HttpContext http, Visitor visitor, IAntiforgery antiforgery, DocumentDesk desk, FamilyQueries queries)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return Results.BadRequest();
        }

        if (!ApplicationId.TryParse(id, out var known) || (await visitor.AskAsync(Duty.ApplyForOwnChild, http.RequestAborted)).Actor is not { } actor)
        {
            return Results.NotFound();
        }

        // gone already, by a second click or another device, is as good as removed; another family's form is not there at all
        var refusal = await desk.RemoveAsync(actor, known, document, http.RequestAborted);
        return refusal is null or Domain.NoSuchStep
            || (refusal is Domain.NotFound && (await queries.DraftAsync(actor, known, http.RequestAborted)).Value is not null)
            ? Results.LocalRedirect(FormSteps.PathOf(known, FormStep.Documents))
            : Results.NotFound();
    }

    private static async Task<IResult> DownloadAsync(string id, Guid document, HttpContext http, Visitor visitor, DocumentDesk desk)
    {
        if (!ApplicationId.TryParse(id, out var known) || (await visitor.AskAsync(Duty.ApplyForOwnChild, http.RequestAborted)).Actor is not { } actor)
        {
            return Results.NotFound();
        }

        if ((await desk.OpenAsync(actor, known, document, http.RequestAborted)).Value is not { } file)
        {
            return Results.NotFound();
        }

        http.Response.Headers.CacheControl = "no-store";
        http.UseOwnScriptPolicy(DownloadPolicy);
        return Results.File(file.Content, file.ContentType, file.FileName);
    }

    private static async Task<IResult> PreviewAsync(string id, Guid document, HttpContext http, Visitor visitor, DocumentDesk desk)
    {
        if (!ApplicationId.TryParse(id, out var known) || (await visitor.AskAsync(Duty.ApplyForOwnChild, http.RequestAborted)).Actor is not { } actor)
        {
            return Results.NotFound();
        }

        http.Response.Headers.CacheControl = "no-store";
        return (await desk.OpenPreviewAsync(actor, known, document, http.RequestAborted)).Value is { } picture ? Results.Stream(picture, "image/jpeg") : Results.NotFound();
    }
}
