using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Web.Access;
using Vise.Web.Shell.Api;

namespace Vise.Web.Admissions.Api;

/// <summary>Says a rule's "no" as a problem document: the one table of refusals and statuses.</summary>
public sealed class Refused(Sayings sayings, ApiProblems problems)
{
    /// <summary>The problem of a refusal.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="ifMatch">Whether the client named the version it had seen: a collision is then a failed precondition.</param>
    /// <param name="ct">Ends the look-up of words.</param>
    public async Task<IResult> AsAsync(Refusal refusal, bool ifMatch, CancellationToken ct)
    {
        if (refusal is NotFound)
        {
            return problems.NotFound();
        }

        if (refusal is (EditedByAnother or Collided) && ifMatch)
        {
            return problems.Of(StatusCodes.Status412PreconditionFailed, refusal.Code);
        }

        var said = await sayings.OfAsync(refusal, ct);
        var errors = refusal is FormIncomplete form ? await sayings.OfAsync(form.Problems, ct) : Beside(refusal, said);
        return problems.Of(StatusOf(refusal), refusal.Code, said, errors);
    }

    /// <summary>A form with messages beside its fields.</summary>
    public IResult Invalid(IReadOnlyCollection<(string Path, string Message)> errors) =>
        problems.Of(StatusCodes.Status422UnprocessableEntity, nameof(FormIncomplete), sayings.Mending(errors.Count), errors);

    /// <summary>The HTTP status of a refusal.</summary>
    public static int StatusOf(Refusal refusal) => refusal switch
    {
        NotFound => StatusCodes.Status404NotFound,
        Forbidden or GrantEnded or OwnApplication => StatusCodes.Status403Forbidden,
        DocumentRefused { Why: "TooLarge" } => StatusCodes.Status413PayloadTooLarge,
        DocumentRefused { Why: "WrongType" } => StatusCodes.Status415UnsupportedMediaType,
        DocumentRefused { Why: "TooMany" or "TooManyPages" } or CheckFailed { Constraint: "lifecycle" } => StatusCodes.Status409Conflict,
        // the virus scanner is away: the same request will do in a while
        DocumentRefused { Why: "NotChecked" } => StatusCodes.Status503ServiceUnavailable,
        FormIncomplete or ReasonMissing or RemarkMissing or AmountInvalid or DeadlineInvalid or DocumentRefused or ChoiceNotOpen or InvalidReference or CheckFailed or KeyReused =>
            StatusCodes.Status422UnprocessableEntity,
        // the request is fine, but not as things stand
        _ => StatusCodes.Status409Conflict,
    };

    private static IEnumerable<(string, string)>? Beside(Refusal refusal, string said) => refusal switch
    {
        ReasonMissing => [("reason", said)],
        RemarkMissing => [("remarks", said)],
        AmountInvalid => [("amountPaise", said)],
        ChoiceNotOpen => [("sought.class", said)],
        DocumentRefused => [("file", said)],
        CheckFailed { Constraint: "document.kind" } => [("kind", said)],
        _ => null,
    };
}
