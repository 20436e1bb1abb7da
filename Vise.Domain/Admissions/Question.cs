using System.Globalization;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <summary>A question that a cycle asks beside the form that all schools share.</summary>
public sealed class Question
{
    public const int MostQuestions = 30;

    public const int MostOptions = 30;

    public const int LongestText = 500;

    /// <summary>What the paths of these fields begin with.</summary>
    public const string Prefix = "questions.";

    public BranchId BranchId { get; private set; }

    public string InstitutionCode { get; private set; } = "";

    public AcademicYear AcademicYear { get; private set; }

    /// <summary>Its name within the cycle, never changed: <c>q1</c>.</summary>
    public string Key { get; private set; } = "";

    /// <summary>From 1; the order on the form.</summary>
    public int Position { get; private set; }

    public QuestionKind Kind { get; private set; }

    public string Label { get; private set; } = "";

    public Dictionary<string, string> Labels { get; private set; } = [];

    public string Hint { get; private set; } = "";

    public Dictionary<string, string> Hints { get; private set; } = [];

    /// <summary>For <see cref="QuestionKind.Choice"/> and <see cref="QuestionKind.Choices"/>.</summary>
    public IReadOnlyList<QuestionOption> Options { get; private set; } = [];

    public bool Required { get; private set; }

    /// <summary>The classes it is asked for; empty: for every class.</summary>
    public string[] ClassCodes { get; private set; } = [];

    /// <summary>Since when it is asked no more; answers given stay.</summary>
    public DateTimeOffset? RetiredTime { get; private set; }

    /// <summary>The row's version.</summary>
    public uint Version { get; private set; }

    public string Path => Prefix + Key;

    public bool HasOptions => Kind is QuestionKind.Choice or QuestionKind.Choices;

    public string LabelIn(string language) => Words.In(Label, Labels, language);

    /// <summary>Null when there is none.</summary>
    public string? HintIn(string language) => Words.In(Hint, Hints, language) is { Length: > 0 } hint ? hint : null;

    public bool IsAskedFor(string classCode) => RetiredTime is null && (ClassCodes.Length == 0 || ClassCodes.Contains(classCode));

    /// <summary>The question as a field of the form. The list that a choice is taken from is the path itself.</summary>
    public FormField Field => Kind switch
    {
        QuestionKind.Number => new(Path, FormStep.Questions, FieldKind.Number, Required, 20),
        QuestionKind.Date => new(Path, FormStep.Questions, FieldKind.Date, Required, 10),
        QuestionKind.YesNo => new(Path, FormStep.Questions, FieldKind.YesNo, Required, 5),
        QuestionKind.Choice => new(Path, FormStep.Questions, FieldKind.Choice, Required, 20, Path),
        QuestionKind.Choices => new(Path, FormStep.Questions, FieldKind.Choices, Required, 500, Path),
        _ => new(Path, FormStep.Questions, FieldKind.Text, Required, LongestText),
    };

    /// <summary>Asks something new, in the last place.</summary>
    public static Outcome<Question> Of(BranchId branch, string institution, AcademicYear year, IReadOnlyList<Question> known, QuestionWish wish)
    {
        if (known.Count(other => other.RetiredTime is null) >= MostQuestions)
        {
            return new QuestionInvalid("TooMany");
        }

        // a key is never given twice, so that no answer comes under another question
        var last = known.Select(other => QuestionKinds.NumberIn(other.Key)).DefaultIfEmpty().Max();
        var question = new Question
        {
            BranchId = branch,
            InstitutionCode = institution,
            AcademicYear = year,
            Key = string.Create(CultureInfo.InvariantCulture, $"q{last + 1}"),
            Position = known.Select(other => other.Position).DefaultIfEmpty().Max() + 1,
        };
        return question.Take(wish) is { } refusal ? refusal : question;
    }

    /// <summary>The same question in another session's cycle.</summary>
    public Question CopyTo(AcademicYear year) => new()
    {
        BranchId = BranchId,
        InstitutionCode = InstitutionCode,
        AcademicYear = year,
        Key = Key,
        Position = Position,
        Kind = Kind,
        Label = Label,
        Labels = Labels,
        Hint = Hint,
        Hints = Hints,
        Options = Options,
        Required = Required,
        ClassCodes = ClassCodes,
    };

    /// <summary>Asks it otherwise, as long as nobody has answered.</summary>
    public Refusal? Change(QuestionWish wish, bool answered) => answered ? new QuestionAnswered() : Take(wish);

    public void MoveTo(int position) => Position = position;

    public void Retire(DateTimeOffset at) => RetiredTime ??= at;

    /// <summary>Asks it again.</summary>
    public void Restore() => RetiredTime = null;

    private QuestionInvalid? Take(QuestionWish wish)
    {
        var (label, hint) = (Typed.Clean(wish.Label), Typed.Clean(wish.Hint));
        var options = wish.Kind is QuestionKind.Choice or QuestionKind.Choices ? Coded(wish.Options) : [];
        if (label.Length is 0 or > 200 || wish.Labels.Values.Any(text => text.Length > 200))
        {
            return new QuestionInvalid("Label");
        }

        if (hint.Length > 300 || wish.Hints.Values.Any(text => text.Length > 300))
        {
            return new QuestionInvalid("Hint");
        }

        if (wish.Kind is QuestionKind.Choice or QuestionKind.Choices && (options.Count is < 2 or > MostOptions
            || options.Any(option => option.Name.Length > 100) || options.DistinctBy(option => option.Name, StringComparer.OrdinalIgnoreCase).Count() < options.Count))
        {
            return new QuestionInvalid("Options");
        }

        (Kind, Label, Hint, Options, Required) = (wish.Kind, label, hint, options, wish.Required);
        (Labels, Hints, ClassCodes) = (Words.Given(wish.Labels), Words.Given(wish.Hints), [.. wish.ClassCodes.Distinct(StringComparer.Ordinal)]);
        return null;
    }

    // an option keeps its code; a new one gets the next
    private static List<QuestionOption> Coded(IReadOnlyList<QuestionOption> wished)
    {
        var last = wished.Select(option => QuestionKinds.NumberIn(option.Code)).DefaultIfEmpty().Max();
        List<QuestionOption> options = [];
        foreach (var option in wished.Where(option => Typed.Clean(option.Name).Length > 0))
        {
            var code = option.Code.Length > 0 ? option.Code : string.Create(CultureInfo.InvariantCulture, $"o{++last}");
            options.Add(new QuestionOption(code, Typed.Clean(option.Name), Words.Given(option.Names)));
        }

        return options;
    }
}
