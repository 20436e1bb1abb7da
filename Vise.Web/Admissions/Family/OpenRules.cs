using Microsoft.AspNetCore.Components;
using Vise.Domain.Admissions;

namespace Vise.Web.Admissions.Family;

/// <summary>
/// What a step's style sheet hides: the fields whose condition in <see cref="AdmissionForm"/> doesn't hold, as soon as the answer is given and without a
/// script. A browser that can't tell shows them; whatever is typed there counts for nothing all the same.
/// </summary>
public static class OpenRules
{
    /// <summary>An element of style, or nothing for a step whose fields are always asked.</summary>
    public static MarkupString For(FormStep step)
    {
        var rules = string.Concat(AdmissionForm.Of(step).SelectMany(field => Openers(field).Select(opener =>
            $".form:not(:has(:is({string.Join(',', opener.Answers.Select(answer => Chosen(opener.Path, answer)))}))) :is([data-ask=\"{field.Path}\"],[data-open-with=\"{field.Path}\"]){{display:none}}")));
        return new MarkupString(rules.Length == 0 ? "" : $"<style>@supports selector(:has(*)){{{rules}}}</style>");
    }

    // the field's own condition, and those of the fields that open it
    private static IEnumerable<FieldCondition> Openers(FormField field)
    {
        for (var opener = field.OpenWhen; opener is not null; opener = AdmissionForm.Find(opener.Path)!.OpenWhen)
        {
            yield return opener;
        }
    }

    // a radio button or a line of a list
    private static string Chosen(string path, string answer) => $"[name=\"{path}\"][value=\"{answer}\"]:checked,[name=\"{path}\"]>[value=\"{answer}\"]:checked";
}
