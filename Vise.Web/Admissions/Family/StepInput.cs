using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Admissions.Family;

/// <summary>What a step's page posts: each field as typed, with the revision it was typed over, and which version to keep where two stood.</summary>
public static class StepInput
{
    /// <summary>Suffix of the hidden revision of a field.</summary>
    public const string Revision = ".rev";

    /// <summary>Suffix of the answer to a conflict: <c>mine</c> or <c>theirs</c>.</summary>
    public const string Keep = ".keep";

    /// <summary>Suffix of the revision that stood when the conflict was shown.</summary>
    public const string Standing = ".standing";

    /// <summary>The edits of a step, without the fields whose other version is kept.</summary>
    public static IReadOnlyList<FieldEdit> Read(IFormCollection form, IEnumerable<FormField> fields) =>
        [.. fields.Where(field => form[field.Path + Keep] != "theirs").Select(field => Edit(form, field))];

    private static FieldEdit Edit(IFormCollection form, FormField field)
    {
        var suffix = form[field.Path + Keep] == "mine" ? Standing : Revision;
        var revision = int.TryParse(form[field.Path + suffix], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var known) ? known : 0;
        return new FieldEdit(field.Path, TypedIn(form, field), revision);
    }

    private static string TypedIn(IFormCollection form, FormField field) =>
        field.Kind == FieldKind.Date ? DateParts.From(form, field.Path).ToString() : form[field.Path].ToString();
}
