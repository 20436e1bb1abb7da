using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Family;

/// <summary>
/// Takes the documents step's files straight from the request into the store: nothing is held in memory, and what is too large is read
/// to its end and dropped, so that the browser gets a page with a sentence instead of a broken connection.
/// </summary>
public sealed class DocumentUpload(Visitor visitor, IAntiforgery antiforgery, DocumentDesk desk, FamilyQueries queries)
{
    /// <summary>How much of a request is read at all, bytes.</summary>
    public const long LargestRequest = 64L * 1024 * 1024;

    /// <summary>The refusal of going on without a document that is asked for.</summary>
    public const string Missing = "Missing";

    /// <summary>What the browser's picker offers; the server tells a file by its content.</summary>
    public const string Accepted = "image/jpeg,image/png,image/heic,application/pdf,.pdf,.jpg,.jpeg,.png,.heic";

    private const int LongestText = 4096;

    /// <summary>Whether there is a sentence for a reason out of an address.</summary>
    public static bool Says(string? why) =>
        why is "TooLarge" or "WrongType" or "Empty" or "TooMany" or "TooManyPages" or "TooManyPixels" or "Unreadable" or "Infected" or "NotChecked";

    public async Task<IResult> PostAsync(string id, HttpContext http)
    {
        if (!ApplicationId.TryParse(id, out var known) || (await visitor.AskAsync(Duty.ApplyForOwnChild, http.RequestAborted)).Actor is not { } actor)
        {
            return Results.NotFound();
        }

        return MultipartReaderOf(http) is { } reader ? await TakeAsync(http, reader, actor, known) : Results.BadRequest();
    }

    /// <summary>The same for what came with a paper form, sent by the office.</summary>
    public async Task<IResult> PostAtDeskAsync(string id, HttpContext http)
    {
        if (!ApplicationId.TryParse(id, out var known))
        {
            return Results.NotFound();
        }

        var asked = await visitor.AskAsync(Duty.EnterApplications, known, http.RequestAborted);
        return asked.Actor is not { } actor ? Results.StatusCode(asked.StatusCode)
            : MultipartReaderOf(http) is { } reader ? await TakeAsync(http, reader, actor, known)
            : Results.BadRequest();
    }

    private async Task<IResult> TakeAsync(HttpContext http, MultipartReader reader, Actor actor, ApplicationId id)
    {
        var ct = http.RequestAborted;
        var (then, from, trusted) = ("", "", false);
        (string Kind, string Why)? refused = null;
        while (await reader.ReadNextSectionAsync(ct) is { } section)
        {
            if (section.GetContentDispositionHeader() is not { } disposition)
            {
                continue;
            }

            var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            if (!disposition.IsFileDisposition())
            {
                var text = await ReadTextAsync(section, ct);
                trusted |= name == "__RequestVerificationToken" && await IsOursAsync(http, text);
                then = name == "then" ? text : then;
                from = name == "from" ? text : from;
                continue;
            }

            if (!trusted)
            {
                // the token stands before the files in our form
                return Results.BadRequest();
            }

            var fileName = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
            if (fileName.Length == 0 || !FileFieldName.TryParse(name, out var kind, out var replaces))
            {
                continue;
            }

            var outcome = await desk.AddAsync(actor, id, kind, fileName, section.Body, new PagePlace(replaces), null, ct);
            switch (outcome.Refusal)
            {
                case null:
                    break;
                case DocumentRefused no:
                    refused ??= (kind, no.Why);
                    break;
                case NoSuchStep:
                    return Results.LocalRedirect(actor.IsFamily ? Paths.MyApplication(id) : Paths.DeskApplication(id));
                default:
                    return Results.NotFound();
            }
        }

        return trusted ? await GoOnAsync(actor, id, then, from, refused, ct) : Results.BadRequest();
    }

    private async Task<IResult> GoOnAsync(Actor actor, ApplicationId id, string then, string from, (string Kind, string Why)? refused, CancellationToken ct)
    {
        if (!actor.IsFamily)
        {
            // the page says what else is missing when the form is handed in
            var said = refused is { } file ? QueryString.Create("document", file.Kind).Add("refused", file.Why) : QueryString.Empty;
            return Results.LocalRedirect(WalkInPaths.Form(id) + said + "#documents");
        }

        if ((await queries.DraftAsync(actor, id, ct)).Value is not { } draft)
        {
            return Results.NotFound();
        }

        var review = FormSteps.Slug(FormStep.Review);
        if (refused is null && then != "later"
            && draft.DocumentsAsked.FirstOrDefault(kind => draft.Documents.All(document => document.Kind != kind)) is { } missing)
        {
            refused = (missing, Missing);
        }

        if (refused is { } no)
        {
            var back = QueryString.Create("document", no.Kind).Add("refused", no.Why);
            back = from == review ? back.Add("from", review) : back;
            return Results.LocalRedirect(FormSteps.PathOf(id, FormStep.Documents) + back);
        }

        return Results.LocalRedirect(then == "later" ? Paths.My : from == review ? FormSteps.PathOf(id, FormStep.Review) : FormSteps.After(draft, FormStep.Documents));
    }

    private static MultipartReader? MultipartReaderOf(HttpContext http)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || type.MediaType != "multipart/form-data"
            || HeaderUtilities.RemoveQuotes(type.Boundary).ToString() is not { Length: > 0 and <= 100 } boundary)
        {
            return null;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = LargestRequest;
        }

        return new MultipartReader(boundary, http.Request.Body);
    }

    private static async Task<string> ReadTextAsync(MultipartSection section, CancellationToken ct)
    {
        var buffer = new byte[LongestText];
        var read = await section.Body.ReadAtLeastAsync(buffer, LongestText, throwOnEndOfStream: false, ct);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, read);
    }

    // handed over as the header, so that nobody reads the body for it
    private async Task<bool> IsOursAsync(HttpContext http, string token)
    {
        http.Request.Headers["RequestVerificationToken"] = token;
        return await antiforgery.IsRequestValidAsync(http);
    }
}
