using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vise.Web.Shell.Api;

/// <summary>How the API writes JSON: camelCase, nothing for null, times in UTC, letters of every script as they are.</summary>
public static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = Made();

    public static IResult Result(object value, int status = StatusCodes.Status200OK) => Results.Json(value, Options, statusCode: status);

    private static JsonSerializerOptions Made()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            // answers are application/json with nosniff, never part of a page
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };
        options.Converters.Add(new UtcTime());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class UtcTime : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
    }
}

/// <summary>A list that is whole, or one page of it; <see cref="Next"/> is the cursor of the next page, absent on the last.</summary>
public sealed record ApiList<T>(IReadOnlyList<T> Items, string? Next = null);
