using Vise.Data.Admissions;
using Vise.Domain.Admissions;

namespace Vise.Web.Admissions.Cycles;

/// <summary>A question of a cycle as it is typed, in English and Hindi.</summary>
public sealed class QuestionForm
{
    private const string Hindi = "hi";

    /// <summary>Null for a question that is added.</summary>
    public string? Key { get; init; }

    public uint Seen { get; set; }

    public QuestionKind Kind { get; set; }

    public string Label { get; set; } = "";

    public string LabelHindi { get; set; } = "";

    public string Hint { get; set; } = "";

    public string HintHindi { get; set; } = "";

    /// <summary>An answer a line, the Hindi behind a bar: <c>By bus | बस से</c>.</summary>
    public string Options { get; set; } = "";

    public bool Required { get; set; }

    /// <summary>Empty: every class.</summary>
    public HashSet<string> Classes { get; } = new(StringComparer.Ordinal);

    public bool HasOptions => Kind is QuestionKind.Choice or QuestionKind.Choices;

    public QuestionWish Wish => new(
        Kind, Label, In(LabelHindi), Hint, In(HintHindi),
        [.. Options.Split('\n').Select(line => line.Split('|', 2)).Select(parts => new QuestionOption("", parts[0], parts.Length > 1 ? In(parts[1]) : []))],
        Required, [.. Classes]);

    public static QuestionForm Of(AskedQuestion asked)
    {
        var question = asked.Question;
        var form = new QuestionForm
        {
            Key = question.Key,
            Seen = question.Version,
            Kind = question.Kind,
            Label = question.Label,
            LabelHindi = question.Labels.GetValueOrDefault(Hindi, ""),
            Hint = question.Hint,
            HintHindi = question.Hints.GetValueOrDefault(Hindi, ""),
            Options = string.Join('\n', question.Options.Select(option => option.Names.GetValueOrDefault(Hindi) is { } hindi ? $"{option.Name} | {hindi}" : option.Name)),
            Required = question.Required,
        };
        form.Classes.UnionWith(question.ClassCodes);
        return form;
    }

    private static Dictionary<string, string> In(string hindi) => new(StringComparer.Ordinal) { [Hindi] = hindi };
}
