using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.AspNetCore.Antiforgery;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Users.Data;

/// <summary>
/// All of a family's data as one archive: <c>account.json</c>, a folder an application with <c>application.json</c> and the documents, and <c>index.html</c> to read it
/// by. It is written to the answer as it is read, one application at a time; what is missing is said in the index.
/// </summary>
public sealed class DataExport(Visitor visitor, IAntiforgery antiforgery, FreshProof proof, OwnDataDesk desk, ExportIndex index, TimeProvider clock)
{
    /// <summary>What the page is told when nothing was taken out: the query's value is a <see cref="Proof"/>.</summary>
    public const string RefusedQuery = "refused";

    // readable in any script, and escaped where a browser would take it for markup
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    // whose archive this node is writing
    private static readonly ConcurrentDictionary<Guid, byte> Writing = new();

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(OwnDataPaths.Export, (HttpContext http, DataExport export) => export.PostAsync(http))
            .RequireAuthorization(nameof(Duty.ApplyForOwnChild)).DisableAntiforgery().ExcludeFromDescription();

    // form fields: password
    private async Task<IResult> PostAsync(HttpContext http)
    {
        var ct = http.RequestAborted;
        if ((await visitor.AskAsync(Duty.ApplyForOwnChild, ct)).Actor is not { } actor || !await antiforgery.IsRequestValidAsync(http))
        {
            return Results.BadRequest();
        }

        if (ViseClaims.IsGuest(http.User))
        {
            return Results.LocalRedirect(Paths.Register(OwnDataPaths.Page));
        }

        var form = await http.Request.ReadFormAsync(ct);
        if (await proof.CheckAsync(http, form["password"]) is var given and not Proof.Given)
        {
            return Results.LocalRedirect($"{OwnDataPaths.Page}?{RefusedQuery}={given}");
        }

        // the archive reads and opens everything the family has
        if (!Writing.TryAdd(actor.Account, 0))
        {
            return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        }

        http.Response.RegisterForDispose(new Written(actor.Account));
        http.Response.Headers.CacheControl = "no-store";
        var day = clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Results.Stream(_ => WriteAsync(actor, http, ct), "application/zip", $"vise-data-{day}.zip");
    }

    private async Task WriteAsync(Actor actor, HttpContext http, CancellationToken ct)
    {
        await using var body = new AnswerStream(http.Response.BodyWriter);
        await using var zip = await ZipArchive.CreateAsync(body, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        var account = await desk.AccountAsync(actor, ct);
        await PutAsync(zip, "account.json", account, ct);
        List<OwnRecord> written = [];
        foreach (var id in account.Applications.Select(ApplicationId.Parse))
        {
            if ((await desk.ApplicationAsync(actor, id, ct)).Value is not { } application)
            {
                // withdrawn from the account in this very moment: it stands in the list and has no folder, which the index says
                continue;
            }

            List<OwnDocument> documents = [];
            foreach (var document in application.Documents)
            {
                documents.Add(await PutAsync(zip, id, documents.Count + 1, document, ct));
            }

            application = application with { Documents = documents };
            await PutAsync(zip, $"{id}/application.json", application, ct);
            written.Add(application);
        }

        await using var page = await zip.CreateEntry("index.html").OpenAsync(ct);
        await page.WriteAsync(Encoding.UTF8.GetBytes(await index.OfAsync(actor, account, written, ct)), ct);
    }

    private async Task<OwnDocument> PutAsync(ZipArchive zip, ApplicationId id, int number, OwnDocument document, CancellationToken ct)
    {
        if (await desk.OpenAsync(id, document, ct) is not { } content)
        {
            return document;
        }

        // the name is our own: what a family calls its files may be anything
        var file = $"{id}/documents/{number:00}-{document.Kind}.{ExtensionOf(document.ContentType)}";
        await using (content)
        {
            await using var entry = await zip.CreateEntry(file, CompressionLevel.NoCompression).OpenAsync(ct);
            await content.CopyToAsync(entry, ct);
        }

        return document with { File = file };
    }

    private static async Task PutAsync<T>(ZipArchive zip, string name, T value, CancellationToken ct)
    {
        await using var entry = await zip.CreateEntry(name).OpenAsync(ct);
        await JsonSerializer.SerializeAsync(entry, value, Json, ct);
    }

    private static string ExtensionOf(string type) => type switch { "application/pdf" => "pdf", "image/jpeg" => "jpg", _ => "png" };

    // at the request's end, however it ends
    private sealed class Written(Guid account) : IDisposable
    {
        public void Dispose() => Writing.TryRemove(account, out _);
    }
}
