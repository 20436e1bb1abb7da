using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;
using Vise.Domain.Admissions;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Cycles;

/// <summary>Says the changed columns of a cycle's history in words: the ones that people set, not those that only number or order rows.</summary>
internal static class ChangeTexts
{
    private static readonly string[] Silent = ["key", "programme_code", "department_code", "class_code", "position"];

    public static string Of(string? json, IStringLocalizer<CycleWords> words, CycleNames names) => json is null ? "" : string.Join("; ",
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!
            .Where(value => !Silent.Contains(value.Key))
            .Select(value => (words: words["Column." + value.Key], text: Text(value.Key, value.Value, words, names)))
            .Where(value => value.text.Length > 0)
            .Select(value => $"{value.words.Value}: {value.text}"));

    private static string Text(string column, JsonElement value, IStringLocalizer<CycleWords> words, CycleNames names) => (column, value.ValueKind) switch
    {
        (_, JsonValueKind.Null) => words["None"],
        ("fee_paise", JsonValueKind.Number) => Formats.Rupees(value.GetInt64()),
        ("kind", JsonValueKind.String) => words["Kind." + value.GetString()],
        (_, JsonValueKind.True or JsonValueKind.False) => words[value.GetBoolean() ? "Yes" : "No"],
        ("document_kinds", JsonValueKind.Array) => List(value, kind => names.Of("document", kind), words),
        ("class_codes", JsonValueKind.Array) => value.GetArrayLength() == 0 ? words["EveryClass"] : List(value, code => names.Of("class", code), words),
        ("options", JsonValueKind.Array) => string.Join(", ", value.Deserialize<List<QuestionOption>>(JsonSerializerOptions.Web)!.Select(option => option.In(CultureInfo.CurrentUICulture.Name))),
        (_, JsonValueKind.Object) => string.Join(", ", value.EnumerateObject().Select(word => word.Value.ToString())),
        (_, JsonValueKind.String) when column.EndsWith("_time", StringComparison.Ordinal) && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var moment) => Formats.DateAndTime(moment, names.Zone),
        _ => value.ToString(),
    };

    private static string List(JsonElement codes, Func<string, string> name, IStringLocalizer<CycleWords> words) =>
        codes.GetArrayLength() == 0 ? words["None"] : string.Join(", ", codes.EnumerateArray().Select(code => name(code.GetString()!)));
}
