using Vise.Data.Admissions;
using Vise.Data.Secrets;
using Vise.Domain.Admissions;

namespace Vise.Web.Admissions.Api;

/// <summary>A draft that comes by the API may be incomplete but never malformed: what is given is checked, what is missing only at submit.</summary>
public sealed class DraftChecks(FormTermsReader terms, Sayings sayings)
{
    /// <summary>Every message at once, in the form's order; fields the form doesn't have come first.</summary>
    /// <param name="fields">By path.</param>
    /// <param name="choice">The school and class that the form is for.</param>
    /// <param name="now">The database's time.</param>
    /// <param name="masks">Whether a secret may come back as it was shown, because there is one that then stays.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<IReadOnlyList<(string Path, string Message)>> OfAsync(
        IReadOnlyDictionary<string, string> fields, SchoolChoice choice, DateTimeOffset now, bool masks, CancellationToken ct)
    {
        var against = await terms.ForAsync(choice, now, ct);
        var found = fields.Keys.Where(path => against.Find(path) is null).Select(path => new FieldProblem(path, "Unknown"))
            .Concat(against.Fields
                .Where(field => fields.GetValueOrDefault(field.Path) is { Length: > 0 } && !(masks && IsMasked(field, fields[field.Path])))
                .Select(field => FormReader.Check(field, fields, against))
                .OfType<FieldProblem>()
                // a draft may wait for consent, and for what a ground of RTE rests on; submit does not
                .Where(problem => problem.Code is not ("Consent" or "RteDisability")));
        return await sayings.OfAsync(found, ct);
    }

    /// <summary>Whether a secret came back as it was shown, with its last four characters only: then it stays as it is.</summary>
    public static bool IsMasked(FormField field, string value) => field.IsMasked && FieldMask.Is(value);
}
