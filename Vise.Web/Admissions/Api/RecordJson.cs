using System.Text.Json;
using System.Text.Json.Nodes;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Web.Shell.Api;

namespace Vise.Web.Admissions.Api;

/// <summary>Where an application stands, in short.</summary>
public sealed record Standing(
    string ApplicationId,
    string? EnrollmentId,
    string Status,
    DateTimeOffset? SubmittedTime,
    DateTimeOffset? DraftExpiresTime,
    DateTimeOffset? CorrectionDueTime,
    DateTimeOffset? OfferExpiresTime,
    DateTimeOffset? FeesDueTime)
{
    public static Standing Of(ApplicationRecord record) => new(
        record.Card.Id.Value, record.Card.EnrollmentId?.Value, StatusNames.Of(record.Card.Status), record.Card.SubmittedTime,
        record.Card.DraftExpiresTime, record.Card.CorrectionDueTime, record.Card.OfferExpiresTime, record.Card.FeesDueTime);
}

/// <summary>One application whole, as the API shows it: Aadhaar and APAAR by their last four characters.</summary>
public sealed record RecordJson(
    string ApplicationId,
    string? EnrollmentId,
    string Status,
    string ChildName,
    DateTimeOffset CreatedTime,
    DateTimeOffset? SubmittedTime,
    DateTimeOffset? DraftExpiresTime,
    DateTimeOffset? CorrectionDueTime,
    DateTimeOffset? OfferExpiresTime,
    DateTimeOffset? FeesDueTime,
    DateTimeOffset? FeesPaidTime,
    string? ReviewerName,
    JsonObject Form,
    IReadOnlyDictionary<string, string> Remarks,
    IReadOnlyList<DocumentJson> Documents,
    IReadOnlyList<string> DocumentsAsked,
    long FeePaise,
    long PaidPaise,
    int FreeSeats)
{
    /// <summary>The names that <c>fields=</c> may choose from.</summary>
    public static readonly IReadOnlyList<string> Names =
        [.. typeof(RecordJson).GetProperties().Where(member => member.Name != "EqualityContract").Select(member => JsonNamingPolicy.CamelCase.ConvertName(member.Name))];

    public static RecordJson Of(ApplicationRecord record) => new(
        record.Card.Id.Value, record.Card.EnrollmentId?.Value, StatusNames.Of(record.Card.Status), record.Card.ChildName,
        record.Card.CreatedTime, record.Card.SubmittedTime, record.Card.DraftExpiresTime, record.Card.CorrectionDueTime,
        record.Card.OfferExpiresTime, record.Card.FeesDueTime, record.Card.FeesPaidTime, record.ReviewerName,
        FormOf(record), record.Remarks, [.. record.Documents.Select(DocumentJson.Of)], record.DocumentsAsked,
        record.FeePaise, record.PaidPaise, record.FreeSeats);

    /// <summary>As a JSON object to pick members from.</summary>
    public JsonObject ToObject() => JsonSerializer.SerializeToNode(this, ApiJson.Options)!.AsObject();

    private static JsonObject FormOf(ApplicationRecord record)
    {
        var form = FormJson.Nest(record.Fields, record.Questions);
        var choice = record.Card.Choice;
        var sought = new JsonObject
        {
            ["academicYear"] = choice.Year.ToString(),
            ["state"] = choice.Branch.State,
            ["district"] = choice.Branch.District,
            ["branch"] = choice.Branch.Branch,
            ["institution"] = choice.InstitutionCode,
            ["programme"] = choice.ProgrammeCode,
            ["department"] = choice.DepartmentCode,
            ["class"] = choice.ClassCode,
        };
        foreach (var (name, value) in form["sought"]?.AsObject().ToList() ?? [])
        {
            sought[name] = value?.DeepClone();
        }

        form["sought"] = sought;
        return form;
    }
}

/// <summary>A document as the API lists it.</summary>
public sealed record DocumentJson(
    Guid DocumentId, string Kind, string FileName, string ContentType, int ByteSize, DateTimeOffset UploadedTime, DateTimeOffset? VerifiedTime, string? VerifierName)
{
    /// <summary>What the branch said of it where it can't use it; null else.</summary>
    public RefusedRow? Refused { get; init; }

    public static DocumentJson Of(DocumentRow row) => new(
        row.DocumentId, row.Kind, row.FileName, row.ContentType, row.ByteSize, row.UploadedTime, row.VerifiedTime, row.VerifierName)
    { Refused = row.Refused };
}

/// <summary>One row of the list.</summary>
public sealed record RowJson(
    string ApplicationId, string ChildName, string Status, string Institution, string Programme, string Class, string AcademicYear,
    DateTimeOffset UpdatedTime, DateTimeOffset? SubmittedTime, string? ReviewerName)
{
    /// <summary>The names that <c>fields=</c> may choose from.</summary>
    public static readonly IReadOnlyList<string> Names =
        [.. typeof(RowJson).GetProperties().Where(member => member.Name != "EqualityContract").Select(member => JsonNamingPolicy.CamelCase.ConvertName(member.Name))];

    public static RowJson Of(QueueRow row) => new(
        row.Id.Value, row.ChildName, StatusNames.Of(row.Status), row.InstitutionCode, row.ProgrammeCode, row.ClassCode, row.Year.ToString(),
        row.UpdatedTime, row.SubmittedTime, row.ReviewerName);
}

/// <summary>One row of the trail.</summary>
public sealed record EventJson(DateTimeOffset Time, string? From, string To, string Role, string Name, string? Reason)
{
    public static EventJson Of(TimelineRow row) => new(
        row.Time, row.From is { } from ? StatusNames.Of(from) : null, StatusNames.Of(row.To), row.Role.ToString(), row.Name, row.Reason);
}
