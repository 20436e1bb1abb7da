using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;
using Vise.Data.Codes;
using Vise.Web.Shell;

namespace Vise.Web.Codes.Setup;

/// <summary>One value of a change, in words.</summary>
public sealed record HistoryValue(string Label, string Old, string New);

/// <summary>Says a change of a code as people read it; of translations only those that changed.</summary>
public sealed class HistoryWords(IStringLocalizer<CodesWords> words)
{
    /// <summary>What happened, in a word: made, changed, retired, brought back.</summary>
    public string DeedOf(HistoryEntry entry)
    {
        var now = Read(entry.NewValues);
        return words[entry.OldValues is null ? "Deed.Made" : !now.TryGetValue("retired_time", out var retired) ? "Deed.Changed" : retired.ValueKind == JsonValueKind.Null ? "Deed.BroughtBack" : "Deed.Retired"];
    }

    public IReadOnlyList<HistoryValue> ValuesOf(HistoryEntry entry)
    {
        var (old, now) = (Read(entry.OldValues), Read(entry.NewValues));
        List<HistoryValue> values = [];
        foreach (var column in now.Keys.Where(column => column is not "retired_time"))
        {
            if (column is "names" or "texts")
            {
                values.AddRange(Texts(column, old.GetValueOrDefault(column), now[column]));
            }
            else if (Text(column, old.GetValueOrDefault(column)) is var was && Text(column, now[column]) is var became && was != became)
            {
                values.Add(new HistoryValue(Label(column), was, became));
            }
        }

        return values;
    }

    public string RoleOf(HistoryEntry entry) => words[$"Role.{entry.Role}"] is { ResourceNotFound: false } role ? role.Value : entry.Role;

    private string Label(string column) => words[$"Column.{column}"] is { ResourceNotFound: false } known ? known.Value : column.Replace('_', ' ');

    private IEnumerable<HistoryValue> Texts(string column, JsonElement old, JsonElement now)
    {
        var (was, became) = (Languages(old), Languages(now));
        return from language in was.Keys.Union(became.Keys, StringComparer.Ordinal)
               let before = was.GetValueOrDefault(language, "")
               let after = became.GetValueOrDefault(language, "")
               where before != after
               select new HistoryValue($"{Label(column)}: {NameLanguages.Of(language)}", before, after);
    }

    private string Text(string column, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "",
        JsonValueKind.True => words["Yes"],
        JsonValueKind.False => words["No"],
        JsonValueKind.Number when column.EndsWith("_paise", StringComparison.Ordinal) => Formats.Rupees(value.GetInt64()),
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(part => part.ToString())),
        JsonValueKind.String when DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => Formats.Date(day),
        _ => value.ToString(),
    };

    private static Dictionary<string, string> Languages(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.ToString(), StringComparer.Ordinal) : [];

    private static Dictionary<string, JsonElement> Read(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json) ?? [];
}
