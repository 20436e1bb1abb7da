using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;
using Vise.Data.Admissions;
using Vise.Data.Operations.Trails;
using Vise.Domain.Admissions;
using Vise.Web.Admissions;
using Vise.Web.Shell;

namespace Vise.Web.Operations.Trails;

/// <summary>One value of a change, in words: what it was and what it became.</summary>
public sealed record ValueRow(string Label, string Old, string New);

/// <summary>Says a change's values as people read them. What is sealed or hashed is not shown, nor what only tells when and by whom, which the row tells itself.</summary>
public sealed class TrailValues(Sayings sayings, AnswerWords answers, FormTermsReader terms, IStringLocalizer<TrailWords> words)
{
    private const string Hidden = "••••";
    private static readonly string[] Told = ["revision", "saved_time", "saved_by", "updated_time", "transaction_id", "id", "path", "asked_time", "event_id", "event_time", "actor_role", "actor_name",
        "enquiry_id", "asked_by", "asker_name", "answered_by", "answered_time", "answerer_name", "amendment_id", "base_revision", "decided_by", "decided_time", "decider_name", "erasure_id", "preview_hash"];

    public async Task<IReadOnlyList<ValueRow>> OfAsync(TrailDetail detail, TimeZoneInfo zone, CancellationToken ct)
    {
        var (old, now) = (Read(detail.OldValues), Read(detail.NewValues));
        // a cycle's own question is named by its words
        var questions = PathOf(detail.Entry) is { } path && path.StartsWith(Question.Prefix, StringComparison.Ordinal) && detail.Entry.Application is { } application
            ? await terms.QuestionsAsync(application, ct)
            : [];
        List<ValueRow> rows = [];
        foreach (var column in old.Keys.Union(now.Keys, StringComparer.Ordinal).Where(column => !Told.Contains(column) && !(column == "account_id" && detail.Entry.Target == "admissions.application_event")))
        {
            rows.Add(new ValueRow(
                Label(detail.Entry, column, questions),
                await TextAsync(detail.Entry, column, old.GetValueOrDefault(column), questions, zone, ct),
                await TextAsync(detail.Entry, column, now.GetValueOrDefault(column), questions, zone, ct)));
        }

        return rows;
    }

    private string Label(TrailEntry entry, string column, IReadOnlyList<Question> questions) =>
        IsAnswer(entry, column) ? sayings.Field(PathOf(entry)!, questions)
        : words["Column." + column] is { ResourceNotFound: false } known ? known
        : column.Replace('_', ' ');

    private async Task<string> TextAsync(TrailEntry entry, string column, JsonElement? value, IReadOnlyList<Question> questions, TimeZoneInfo zone, CancellationToken ct)
    {
        if (value is not { } known || known.ValueKind == JsonValueKind.Null)
        {
            return "";
        }

        var text = known.ValueKind == JsonValueKind.String ? known.GetString()! : known.GetRawText();
        if (IsSecret(column) || text.StartsWith(@"\x", StringComparison.Ordinal))
        {
            return Hidden;
        }

        if (IsAnswer(entry, column))
        {
            var field = AdmissionForm.Find(PathOf(entry)!) ?? questions.FirstOrDefault(question => question.Path == PathOf(entry))?.Field;
            return field is null ? text : await answers.OfAsync(field, text, questions, ct);
        }

        return column switch
        {
            "application_status" or "from_status" or "to_status" when StatusNames.TryParse(text, out var status) => sayings.Status(status),
            "amount_paise" when known.TryGetInt64(out var paise) => Formats.Rupees(paise),
            "aadhaar_last_four" => $"{Hidden} {text}",
            "class_code" => await sayings.NameAsync("class", text, ct),
            "birth_date" when DateOnly.TryParse(text, CultureInfo.InvariantCulture, out var day) => Formats.Date(day),
            _ when column.EndsWith("_time", StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) => Formats.DateAndTime(moment, zone),
            _ => text,
        };
    }

    private static bool IsAnswer(TrailEntry entry, string column) => PathOf(entry) is not null && column is "value" or "sealed";

    // the field that a row of the draft, of a request to change it, or of the answers handed in, belongs to
    private static string? PathOf(TrailEntry entry) => entry.Target switch
    {
        "admissions.draft_field" => entry.Part,
        "admissions.amendment_field" => entry.Part?.Split('/')[^1],
        "admissions.answer" when entry.Part is { } key => Question.Prefix + key,
        _ => null,
    };

    private static bool IsSecret(string column) =>
        column == "sealed" || column.EndsWith("_sealed", StringComparison.Ordinal) || column.EndsWith("_hash", StringComparison.Ordinal);

    private static Dictionary<string, JsonElement?> Read(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize<Dictionary<string, JsonElement?>>(json) ?? [];
}
