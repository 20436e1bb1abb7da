using System.Globalization;
using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain;
using Vise.Domain.Admissions;

namespace Vise.Web.Admissions.Family;

/// <summary>A kind of document that may come with a form.</summary>
/// <param name="Code">A code of the list <c>document</c>.</param>
/// <param name="Name">In the reader's language.</param>
/// <param name="Asked">Whether the class asks for it.</param>
/// <param name="IsOther">Whether there is nothing to say of it: neither asked, nor the child's concern, nor handed in, nor to be mended.</param>
/// <param name="Pages">What is there of it, in order.</param>
/// <param name="Error">What is wrong with it, in words; null when nothing is.</param>
public sealed record DocumentAsk(string Code, string Name, bool Asked, bool IsOther, IReadOnlyList<DocumentRow> Pages, string? Error)
{
    /// <summary>Its field in the form.</summary>
    public string Path => FileFieldName.Of(Code);
}

/// <summary>Which documents are asked with a form, for families and at the desk alike: those that the class asks for first, every other kind can be handed in all the same.</summary>
public sealed class DocumentAsks(ReferenceCodes codes, Sayings sayings)
{
    /// <param name="draft">The form as it stands.</param>
    /// <param name="refused">The kind of which a file was refused just now, out of the address.</param>
    /// <param name="why">Why: as in <see cref="DocumentRefused"/>, or Missing.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<IReadOnlyList<DocumentAsk>> OfAsync(DraftView draft, string? refused, string? why, CancellationToken ct)
    {
        var fields = draft.Fields.ToDictionary(field => field.Key, field => field.Value.Value, StringComparer.Ordinal);
        List<DocumentAsk> asks = [];
        foreach (var term in await codes.TermsAsync("document", ct))
        {
            var pages = draft.Documents.Where(document => document.Kind == term.Code).ToList();
            var error = term.Code == refused ? await SayAsync(term.Code, why, ct) : null;
            var asked = draft.DocumentsAsked.Contains(term.Code);
            var shown = asked || pages.Count > 0 || error is not null || draft.Remarks.ContainsKey(FileFieldName.Of(term.Code)) || DocumentNeed.Concerns(term.Code, fields, draft.Terms);
            asks.Add(new DocumentAsk(term.Code, term.In(CultureInfo.CurrentUICulture.Name), asked, !shown, pages, error));
        }

        return [.. asks.OrderByDescending(ask => ask.Asked)];
    }

    private async Task<string?> SayAsync(string kind, string? why, CancellationToken ct) =>
        why == DocumentUpload.Missing ? await sayings.OfAsync(new FieldProblem(FileFieldName.Of(kind), "Document", kind), ct)
        : DocumentUpload.Says(why) ? await sayings.OfAsync(new DocumentRefused(why!), ct)
        : null;
}
