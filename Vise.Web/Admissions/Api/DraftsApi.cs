using System.Text.Json;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;
using Vise.Web.Shell.Api;

namespace Vise.Web.Admissions.Api;

/// <summary>Begins, replaces, submits and withdraws drafts.</summary>
internal static class DraftsApi
{
    private const int LargestForm = 256 * 1024;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost(ApiPaths.Applications, BeginAsync).WithName("beginApplication").TakesForm(LargestForm)
            .WithSummary("Begins a draft from a form, which may be incomplete but not malformed")
            .WithDescription("samples/admission-form.json posts as it is.")
            .Produces<Begun>(StatusCodes.Status201Created).Problems(400, 404, 413, 415, 422).Example(201, new Begun(
                "2725010125A00013", "draft", new DateTimeOffset(2025, 4, 9, 5, 30, 0, TimeSpan.Zero), new DateTimeOffset(2025, 5, 9, 5, 30, 0, TimeSpan.Zero)));
        app.MapPut(ApiPaths.Application, ReplaceAsync).WithName("replaceDraft").TakesForm(LargestForm)
            .WithSummary("Replaces a draft's fields; needs If-Match with the ETag you read")
            .WithDescription("A field that is not sent is emptied. A secret sent back as it was shown stays as it is. School and class are fixed.")
            .Produces<Standing>().Problems(400, 404, 409, 412, 413, 415, 422, 428)
            .ReadsHeader("If-Match", "The ETag that you read, or *", required: true);
        app.MapDelete(ApiPaths.Application, WithdrawAsync).WithName("withdrawDraft")
            .WithSummary("Withdraws a draft")
            .Produces(StatusCodes.Status204NoContent).Problems(404, 409, 412)
            .ReadsHeader("If-Match", "The ETag that you read");
        app.MapPost(ApiPaths.Submit, SubmitAsync).WithName("submitApplication")
            .WithSummary("Hands the form in; a form that is not complete gets every field's message at once")
            .Produces<Standing>().Problems(404, 409, 422);
    }

    private static async Task<IResult> BeginAsync(
        JsonElement body, HttpContext http, Visitor visitor, OnceDoor once, DraftBeginning beginning, ApiProblems problems, CancellationToken ct)
    {
        // whoever may not begin it is told nothing about it
        var form = body.ValueKind == JsonValueKind.Object ? FormJson.Flatten(body) : null;
        var named = form is null ? null : SoughtSchool.BranchOf(form);
        var asked = named is { } wanted ? await visitor.AskAsync(Duty.EnterApplications, wanted, ct) : await visitor.AskAsync(Duty.EnterApplications, ct);
        return asked.Actor is { } actor
            ? await once.RunAsync(actor, Duty.EnterApplications, by => beginning.BeginAsync(by, form, named, http, ct), ct)
            : problems.Of(asked);
    }

    private static Task<IResult> ReplaceAsync(
        string applicationId, JsonElement body, HttpContext http, ApplicationDoor door, RecordQueries records, DraftDesk desk, SoughtSchool school, DraftChecks checks,
        ApiProblems problems, CancellationToken ct) =>
        door.EnterAsync(applicationId, Duty.EnterApplications, async (by, id) =>
        {
            var record = await records.OpenAsync(by, id, ct);
            if (record.Value is not { } before)
            {
                return await door.SayAsync(record.Refusal!, ct);
            }

            var (sent, seen) = Conditional.IfMatch(http);
            if (!sent)
            {
                return problems.Of(StatusCodes.Status428PreconditionRequired, "PreconditionRequired");
            }

            if (body.ValueKind != JsonValueKind.Object)
            {
                return problems.Unreadable(("", problems.Error("Object")));
            }

            var form = FormJson.Flatten(body);
            var fields = form.Where(field => !SoughtSchool.Names.Contains(field.Key)).ToDictionary(StringComparer.Ordinal);
            var errors = school.Changed(before.Card.Choice, form).Concat(await checks.OfAsync(fields, before.Card.Choice, before.Now, masks: true, ct)).ToList();
            if (errors.Count > 0)
            {
                return door.Invalid(errors);
            }

            var edits = AdmissionForm.Fields.Concat(before.Questions.Where(question => question.IsAskedFor(before.Card.Choice.ClassCode)).Select(question => question.Field))
                .Select(field => (Field: field, Value: fields.GetValueOrDefault(field.Path) ?? ""))
                .Where(edit => !DraftChecks.IsMasked(edit.Field, edit.Value) && (edit.Value.Length > 0 || before.Fields.ContainsKey(edit.Field.Path)))
                .Select(edit => new FieldEdit(edit.Field.Path, edit.Value, null)).ToList();
            var saved = await desk.SaveAsync(by, id, seen, edits, ct);
            return saved.Refusal is { } refusal ? await door.SayAsync(refusal, ct, ifMatch: true) : await door.StandingAsync(http, by, id, ct);
        }, ct);

    private static Task<IResult> WithdrawAsync(
        string applicationId, string? reason, HttpContext http, ApplicationDoor door, RecordQueries records, DraftDesk desk, ApiProblems problems, CancellationToken ct) =>
        door.EnterAsync(applicationId, Duty.EnterApplications, async (by, id) =>
        {
            var record = await records.OpenAsync(by, id, ct);
            if (record.Value is not { Card: var card })
            {
                return await door.SayAsync(record.Refusal!, ct);
            }

            if (card.Status != ApplicationStatus.Draft)
            {
                return await door.SayAsync(new NoSuchStep(card.Status, ApplicationStatus.Withdrawn), ct);
            }

            var (sent, seen) = Conditional.IfMatch(http);
            var why = Typed.Clean(reason) is { Length: > 0 } given ? given : problems.Error("WithdrawnHere");
            return await desk.WithdrawAsync(by, id, seen ?? card.Version, why, ct) is { } refusal ? await door.SayAsync(refusal, ct, sent) : Results.NoContent();
        }, ct);

    private static Task<IResult> SubmitAsync(string applicationId, HttpContext http, ApplicationDoor door, DraftDesk desk, CancellationToken ct) =>
        door.EnterAsync(applicationId, Duty.EnterApplications, async (by, id) =>
            await desk.SubmitAsync(by, id, ct) is { } refusal ? await door.SayAsync(refusal, ct) : await door.StandingAsync(http, by, id, ct), ct);
}
