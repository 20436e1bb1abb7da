using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Web.Admissions.Api;

/// <summary>The form as nested JSON and as the flat paths of <see cref="AdmissionForm"/>: <c>{"parents":[{"name":…}]}</c> is <c>parents.0.name</c>.</summary>
public static class FormJson
{
    /// <summary>
    /// Every leaf by its path, as text: true and false become yes and no, numbers their digits; null is left out. Throws
    /// <see cref="BadHttpRequestException"/> for text that is no Unicode.
    /// </summary>
    public static Dictionary<string, string> Flatten(JsonElement form)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            Walk(form, "", fields);
        }
        catch (InvalidOperationException lone)
        {
            // half a surrogate pair, written as an escape
            throw new BadHttpRequestException("The body holds text that is not Unicode.", lone);
        }

        return fields;
    }

    /// <summary>The filled-in fields, nested again; yes and no become true and false.</summary>
    /// <param name="fields">By path.</param>
    /// <param name="questions">The cycle's own questions; numbers become numbers, several answers a list.</param>
    public static JsonObject Nest(IReadOnlyDictionary<string, string> fields, IReadOnlyList<Question> questions)
    {
        var whole = new JsonObject();
        foreach (var field in AdmissionForm.Fields.Where(field => fields.GetValueOrDefault(field.Path) is { Length: > 0 }))
        {
            var value = fields[field.Path];
            Put(whole, field.Path.Split('.'), Value(field.Kind, value));
        }

        foreach (var question in questions.Where(question => fields.GetValueOrDefault(question.Path) is { Length: > 0 }))
        {
            Put(whole, question.Path.Split('.'), Answer(question.Kind, fields[question.Path]));
        }

        return whole;
    }

    private static JsonValue Value(FieldKind kind, string value) => kind switch
    {
        FieldKind.YesNo when value is "yes" or "no" => JsonValue.Create(value == "yes"),
        FieldKind.Percent when Typed.Percent(value) is { } part => JsonValue.Create(part),
        FieldKind.Rupees when Typed.Paise(value) is { } paise => JsonValue.Create(paise / 100m),
        _ => JsonValue.Create(value),
    };

    private static JsonNode Answer(QuestionKind kind, string value) => kind switch
    {
        QuestionKind.YesNo when value is "yes" or "no" => JsonValue.Create(value == "yes"),
        QuestionKind.Number when Typed.Number(value) is { } number => JsonValue.Create(decimal.Parse(number, CultureInfo.InvariantCulture)),
        QuestionKind.Choices => new JsonArray([.. Typed.Several(value).Select(code => JsonValue.Create(code))]),
        _ => JsonValue.Create(value),
    };

    private static void Walk(JsonElement value, string path, Dictionary<string, string> fields)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Walk(member.Value, path.Length == 0 ? member.Name : path + "." + member.Name, fields);
                }

                break;
            case JsonValueKind.Array when path.StartsWith(Question.Prefix, StringComparison.Ordinal) && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String):
                fields[path] = string.Join(',', value.EnumerateArray().Select(item => Typed.Clean(item.GetString())));
                break;
            case JsonValueKind.Array:
                foreach (var (number, item) in value.EnumerateArray().Index())
                {
                    Walk(item, string.Create(CultureInfo.InvariantCulture, $"{path}.{number}"), fields);
                }

                break;
            case JsonValueKind.Null:
                break;
            default:
                fields[path] = value.ValueKind switch
                {
                    JsonValueKind.True => "yes",
                    JsonValueKind.False => "no",
                    JsonValueKind.String => Typed.Clean(value.GetString()),
                    _ => value.GetRawText(),
                };
                break;
        }
    }

    private static void Put(JsonObject whole, string[] path, JsonNode value)
    {
        JsonNode at = whole;
        for (var step = 0; step < path.Length - 1; step++)
        {
            JsonNode Empty() => char.IsAsciiDigit(path[step + 1][0]) ? new JsonArray() : new JsonObject();
            if (at is JsonArray list)
            {
                // the form's numbers run on from 0; a gap, a second parent without a first, is an empty place
                var number = path[step][0] - '0';
                while (list.Count <= number)
                {
                    list.Add(new JsonObject());
                }

                at = list[number]!;
            }
            else
            {
                at = at.AsObject()[path[step]] ??= Empty();
            }
        }

        at.AsObject()[path[^1]] = value;
    }
}
