using Vise.Data.Admissions;
using Vise.Domain.Admissions;

namespace Vise.Web.Admissions;

/// <summary>One field of a request in words.</summary>
/// <param name="Path">The field.</param>
/// <param name="Name">Its whole name.</param>
/// <param name="Old">What stands there now; null for a decided request.</param>
/// <param name="New">What is asked for.</param>
public sealed record ShownChange(string Path, string Name, string? Old, string New);

/// <summary>A request in words.</summary>
public sealed record ShownAmendment(AmendmentRow Row, IReadOnlyList<ShownChange> Changes)
{
    public bool IsOpen => Row.State == AmendmentState.Open;
}

/// <summary>Says what is asked to be changed as people read it, to family and office alike.</summary>
public sealed class AmendmentTexts(Sayings sayings, AnswerWords answers)
{
    public async Task<IReadOnlyList<ShownAmendment>> OfAsync(IEnumerable<AmendmentRow> rows, FormTerms terms, CancellationToken ct)
    {
        List<ShownAmendment> shown = [];
        foreach (var row in rows)
        {
            List<ShownChange> changes = [];
            foreach (var field in terms.Fields)
            {
                if (row.Fields.FirstOrDefault(asked => asked.Path == field.Path) is { } asked)
                {
                    changes.Add(new ShownChange(
                        field.Path, sayings.Field(field.Path, terms.Questions),
                        asked.Old is { } old ? await answers.OfAsync(field, old, terms.Questions, ct) : null, await answers.OfAsync(field, asked.New, terms.Questions, ct)));
                }
            }

            shown.Add(new ShownAmendment(row, changes));
        }

        return shown;
    }
}
