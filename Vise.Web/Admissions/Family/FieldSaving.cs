using Microsoft.AspNetCore.Antiforgery;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Family;

/// <summary>One field as the form's script sends it.</summary>
/// <param name="Path">As in <see cref="AdmissionForm"/>.</param>
/// <param name="Value">As typed.</param>
/// <param name="Revision">The revision it was typed over; 0 for a new field.</param>
/// <param name="Unanswered">What was sent of it before over the same revision, with no answer; of more than <see cref="MostUnanswered"/> the last.</param>
public sealed record FieldSave(string? Path, string? Value, int Revision, IReadOnlyList<string?>? Unanswered = null)
{
    /// <summary>As many as the script keeps.</summary>
    public const int MostUnanswered = 20;

    internal FieldEdit Edit => new(Path ?? "", Value, Revision) { Unanswered = [.. (Unanswered ?? []).OfType<string>().TakeLast(MostUnanswered)] };
}

/// <summary>
/// A saved field. <paramref name="Time"/> is the time of day where the branch is; <paramref name="Problem"/> says what is wrong with the value, which is kept all the same;
/// <paramref name="Stamp"/> is the form's (<see cref="DraftView.Stamp"/>), so that a device notices by its own saves that another one wrote too.
/// </summary>
public sealed record FieldSaved(string Path, int Revision, DateTimeOffset SavedAt, string Time, string? Problem, SavedNote? Note, int Stamp);

/// <summary>What is worth saying beside a value that is taken.</summary>
public sealed record SavedNote(string Text, bool IsGood);

/// <summary>Both versions of a field that another device changed, as typed and in words.</summary>
public sealed record FieldInConflict(string Path, string Mine, string Theirs, string MineText, string TheirsText, int Revision);

/// <summary>Saves one field as it is typed.</summary>
public sealed class FieldSaving(
    Visitor visitor, IAntiforgery antiforgery, SharedSaves shared, FormTermsReader terms, StepForms forms, FamilyQueries queries, Sayings sayings)
{
    public async Task<IResult> PostAsync(string id, FieldSave field, HttpContext http)
    {
        if (!ApplicationId.TryParse(id, out var known))
        {
            return await NotThereAsync(http.RequestAborted);
        }

        if ((await visitor.AskAsync(Duty.ApplyForOwnChild, http.RequestAborted)).Actor is not { } actor)
        {
            return Results.Unauthorized();
        }

        return await antiforgery.IsRequestValidAsync(http)
            ? await SaveAsync(actor, known, field, http.RequestAborted)
            : Results.BadRequest();
    }

    // in words of the app's own, so that the phone tells it from a balancer's; the same for another family's form and for none
    private async Task<IResult> NotThereAsync(CancellationToken ct) => Results.NotFound(new { problem = await sayings.ToFamilyAsync(new NotFound(), ct) });

    private async Task<IResult> SaveAsync(Actor actor, ApplicationId id, FieldSave field, CancellationToken ct)
    {
        // what an enrolment id is, is looked up with the whole draft
        if (AdmissionForm.Find(field.Path ?? "") is { Kind: not FieldKind.Enrolment } known
            && await shared.SaveAsync(actor, id, field.Edit) is { } typed)
        {
            return await AnswerAsync(known, typed.Revision, typed.At, typed.Stamp, typed.Fields, await terms.OfOwnFieldsAsync(typed.Choice, typed.At, ct), id, ct);
        }

        var outcome = await forms.SaveAsync(actor, id, [field.Edit], ct);
        if (outcome.Value is not { } saved)
        {
            return outcome.Refusal switch
            {
                // in words: what the phone keeps of this form is forgotten, as it is not for a balancer's own 404
                NotFound => await NotThereAsync(ct),
                // signed out elsewhere meanwhile: the page asks to sign in, and keeps what was typed
                GrantEnded => Results.Unauthorized(),
                FormIncomplete form => Results.UnprocessableEntity(new { problem = (await sayings.OfAsync(form.Problems, ct))[0].Message }),
                // two who met in the same instant, each time: the page comes again
                EditedByAnother or Collided => Results.StatusCode(StatusCodes.Status503ServiceUnavailable),
                // handed in or taken back meanwhile: nothing more is saved
                _ => Results.Json(new { problem = await sayings.ToFamilyAsync(outcome.Refusal!, ct) }, statusCode: StatusCodes.Status410Gone),
            };
        }

        if ((await queries.DraftAsync(actor, id, ct)).Value is not { } draft)
        {
            return await NotThereAsync(ct);
        }

        if (saved.Conflicts.Count > 0)
        {
            var shown = await forms.ShowAsync(draft, saved.Conflicts[0], ct);
            return Results.Conflict(new FieldInConflict(
                field.Path!, shown.Conflict.Mine, shown.Conflict.Theirs, shown.MineText, shown.TheirsText, shown.Conflict.Revision));
        }

        return await AnswerAsync(draft.Terms.Find(field.Path!)!, saved.Saved[0].Revision, saved.At, draft.Stamp, Values(draft), draft.Terms, id, ct);
    }

    private async Task<IResult> AnswerAsync(
        FormField field, int revision, DateTimeOffset at, int stamp, IReadOnlyDictionary<string, string> values, FormTerms against, ApplicationId id, CancellationToken ct)
    {
        var problem = FormReader.Check(field, values, against);
        var note = FormReader.Note(field, values, against);
        return Results.Ok(new FieldSaved(
            field.Path, revision, at, Formats.Time(at, await terms.ZoneAsync(id.Branch, ct)),
            problem is null ? null : await sayings.OfAsync(problem, ct), note is null ? null : new SavedNote(await sayings.OfAsync(note, ct), note.IsGood), stamp));
    }

    private static Dictionary<string, string> Values(DraftView draft) => draft.Fields.ToDictionary(known => known.Key, known => known.Value.Value, StringComparer.Ordinal);
}
