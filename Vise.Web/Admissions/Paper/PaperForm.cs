using System.Globalization;
using Microsoft.Extensions.Localization;
using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain.Admissions;
using Vise.Web.Admissions.Cycles;

namespace Vise.Web.Admissions.Paper;

/// <summary>A question on paper and the room for its answer.</summary>
public sealed record PaperLine(string? Group, string Label, bool Required)
{
    public string? Hint { get; init; }

    public int Boxes { get; init; }

    public IReadOnlyList<int> Gaps { get; init; } = [];

    public string? Pattern { get; init; }

    public int Lines { get; init; } = 1;

    public IReadOnlyList<string> Options { get; init; } = [];
}

/// <summary>A part of the form on paper.</summary>
public sealed record PaperSection(string Id, string Title, IReadOnlyList<PaperLine> Lines)
{
    public IEnumerable<IGrouping<string?, PaperLine>> Groups => Lines.GroupBy(line => line.Group, StringComparer.Ordinal);
}

/// <summary>Lays the form out on paper: the fields that all schools share, from the form's own list, and the cycle's own.</summary>
public sealed class PaperForm(Sayings sayings, ReferenceCodes codes, IStringLocalizer<AdmissionsWords> words, IStringLocalizer<PaperWords> paper)
{
    /// <summary>A list longer than this is written, not ticked.</summary>
    private const int MostTicks = 10;

    private static string Language => CultureInfo.CurrentUICulture.Name;

    public async Task<IReadOnlyList<PaperSection>> SectionsAsync(BlankForm form, CycleNames names, CancellationToken ct)
    {
        List<PaperSection> sections = [];
        foreach (var step in Enum.GetValues<FormStep>().Except([FormStep.Consent, FormStep.Documents, FormStep.Review]))
        {
            List<PaperLine> lines = step == FormStep.Sought ? [Classes(form, names)] : [];
            // earlier schooling is for those who come from another class
            if (step == FormStep.Schooling && !form.Classes.Any(offered => FormTerms.IsAfterSchool(offered.ClassCode)))
            {
                continue;
            }

            foreach (var field in AdmissionForm.Of(step))
            {
                lines.Add(await LineAsync(field, form, names, ct));
            }

            if (step == FormStep.Questions)
            {
                lines.AddRange(form.Questions.Select(question => Line(question, names)));
            }

            if (lines.Count > 0)
            {
                sections.Add(new PaperSection(step.ToString().ToLowerInvariant(), words["Step." + step], lines));
            }
        }

        return sections;
    }

    /// <summary>Documents to attach, each with the classes that ask for it where not all do.</summary>
    public IReadOnlyList<(string Document, string Classes)> Documents(BlankForm form, CycleNames names) => [.. names.Documents
        .Select(kind => (Kind: kind, Classes: form.Classes.Where(offered => offered.DocumentKinds.Contains(kind)).Select(offered => offered.ClassCode).Distinct(StringComparer.Ordinal).ToList()))
        .Where(asked => asked.Classes.Count > 0)
        .Select(asked => (names.Of("document", asked.Kind), asked.Classes.Count == form.Classes.Select(offered => offered.ClassCode).Distinct(StringComparer.Ordinal).Count() ? "" : For(asked.Classes, names)))];

    private PaperLine Classes(BlankForm form, CycleNames names) => new(null, paper["ClassSought"], true)
    {
        Options = [.. form.Classes.OrderBy(offered => offered.ProgrammeCode, StringComparer.Ordinal).ThenBy(offered => names.Order(offered.ClassCode)).Select(offered => names.Class(ClassKey.Of(offered)))],
    };

    private async Task<PaperLine> LineAsync(FormField field, BlankForm form, CycleNames names, CancellationToken ct)
    {
        var (group, label) = sayings.FieldInGroup(field.Path);
        var line = Room(new PaperLine(group, label, field.Required && field.OpenWhen is null), field.Kind) with { Hint = await OnlyIfAsync(field, ct) ?? ForWhom(field, form, names) };
        if (field.Kind != FieldKind.Choice)
        {
            return line with { Lines = field.MaxLength >= 300 ? 2 : 1 };
        }

        var taught = field.Path == "sought.medium"
            ? (await codes.CurriculumAsync(form.Cycle.BranchId, form.Cycle.InstitutionCode, ct)).SelectMany(one => one.Media).ToHashSet(StringComparer.Ordinal)
            : null;
        var terms = (await codes.TermsAsync(field.List!, ct)).Where(term => taught?.Contains(term.Code) ?? true).ToList();
        return terms.Count <= MostTicks ? line with { Options = [.. terms.Select(term => term.In(Language))] } : line;
    }

    // paper can't close a question: it says whom it is for
    private async Task<string?> OnlyIfAsync(FormField field, CancellationToken ct)
    {
        if (field.OpenWhen is not { } opener)
        {
            return null;
        }

        List<string> answers = [];
        foreach (var answer in opener.Answers)
        {
            answers.Add(AdmissionForm.Find(opener.Path)!.List is { } list ? await sayings.NameAsync(list, answer, ct) : words["Answer." + answer]);
        }

        return paper["OnlyIf", sayings.Field(opener.Path), string.Join(", ", answers)];
    }

    private string? ForWhom(FormField field, BlankForm form, CycleNames names)
    {
        var classes = form.Classes.Select(offered => offered.ClassCode).Distinct(StringComparer.Ordinal).ToList();
        var asked = classes.Where(FormTerms.IsAfterSchool).ToList();
        return field.Step == FormStep.Schooling && asked.Count < classes.Count ? For(asked, names) : null;
    }

    private PaperLine Line(Question question, CycleNames names)
    {
        var hint = string.Join(" ", new[] { question.HintIn(Language), question.ClassCodes.Length > 0 ? For(question.ClassCodes, names) : null, question.Kind == QuestionKind.Choices ? paper["TickAny"].Value : null }.OfType<string>());
        var line = Room(new PaperLine(null, question.LabelIn(Language), question.Required), question.Field.Kind);
        return line with
        {
            Hint = hint.Length > 0 ? hint : null,
            Options = question.HasOptions ? [.. question.Options.Select(option => option.In(Language))] : line.Options,
            Lines = question.Kind == QuestionKind.Text ? 2 : 1,
        };
    }

    private PaperLine Room(PaperLine line, FieldKind kind) => kind switch
    {
        FieldKind.Date => line with { Boxes = 8, Gaps = [2, 4], Pattern = paper["Pattern"] },
        FieldKind.Mobile => line with { Boxes = 10, Gaps = [5] },
        FieldKind.PinCode => line with { Boxes = 6 },
        FieldKind.Aadhaar or FieldKind.Apaar => line with { Boxes = 12, Gaps = [4, 8] },
        FieldKind.Number or FieldKind.Rupees => line with { Boxes = 8 },
        FieldKind.Percent => line with { Boxes = 5 },
        FieldKind.Pen => line with { Boxes = 11 },
        FieldKind.Session => line with { Boxes = 7 },
        FieldKind.Enrolment => line with { Boxes = 16, Gaps = [4, 8, 12] },
        FieldKind.YesNo => line with { Options = [words["Answer.yes"], words["Answer.no"]] },
        _ => line,
    };

    private string For(IEnumerable<string> classes, CycleNames names) => paper["For", string.Join(", ", classes.OrderBy(names.Order).Select(code => names.Of("class", code)))];
}
