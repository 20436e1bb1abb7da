using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Domain.Codes;

/// <summary>What a branch has to say to families, from its first to its last day by the branch's clock.</summary>
public sealed class Announcement : Kept
{
    /// <summary>Characters of one language's text at most.</summary>
    public const int TextLength = 1000;

    public BranchId BranchId { get; private set; }

    public Guid AnnouncementId { get; private set; }

    /// <summary>By language; <c>en</c> is always there and stands for those that are not.</summary>
    public Dictionary<string, string> Texts { get; private set; } = [];

    public DateOnly FromDay { get; private set; }

    public DateOnly ToDay { get; private set; }

    /// <summary>The text in a language (BCP 47, the main tag counts), else the English one.</summary>
    public string In(string language) => Texts.GetValueOrDefault(language.Split('-')[0], Texts.GetValueOrDefault(CodeRules.English, ""));

    public static Outcome<Announcement> Of(BranchId branch, Guid id, AnnouncementEntry entry)
    {
        var made = new Announcement { BranchId = branch, AnnouncementId = id };
        return made.Change(entry) is { } refusal ? refusal : made;
    }

    public Refusal? Change(AnnouncementEntry entry)
    {
        if (entry.Check() is { Count: > 0 } problems)
        {
            return new FormIncomplete(problems);
        }

        (FromDay, ToDay) = (entry.From, entry.To);
        if (!CodeRules.Same(Texts, entry.Texts))
        {
            Texts = new Dictionary<string, string>(entry.Texts, StringComparer.Ordinal);
        }

        return null;
    }
}

/// <summary>An announcement as it was typed, cleaned; days inclusive.</summary>
public sealed record AnnouncementEntry(IReadOnlyDictionary<string, string> Texts, DateOnly From, DateOnly To)
{
    public static AnnouncementEntry Of(IReadOnlyDictionary<string, string> typed, DateOnly from, DateOnly to) => new(CodeRules.Clean(typed), from, to);

    public IReadOnlyList<FieldProblem> Check()
    {
        List<FieldProblem> problems = [];
        if (!Texts.ContainsKey(CodeRules.English))
        {
            problems.Add(new FieldProblem("text", "Required"));
        }

        foreach (var (language, text) in Texts)
        {
            var path = language == CodeRules.English ? "text" : $"text_{language}";
            if (language != CodeRules.English && !CodeRules.Languages.Contains(language, StringComparer.Ordinal))
            {
                problems.Add(new FieldProblem(path, "LanguageUnknown", language));
            }
            else if (text.Length > Announcement.TextLength)
            {
                problems.Add(new FieldProblem(path, "TooLong", Announcement.TextLength));
            }
        }

        if (To < From)
        {
            problems.Add(new FieldProblem("to", "LastDay"));
        }

        return problems;
    }
}
