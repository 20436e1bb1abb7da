using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <summary>A question that a family puts to the branch about its application, and the branch's answer. Neither is changed once it is said.</summary>
public sealed class Enquiry
{
    /// <summary>The longest question, characters.</summary>
    public const int LongestQuestion = 1000;

    /// <summary>The longest answer, characters.</summary>
    public const int LongestAnswer = 2000;

    /// <summary>How many questions of one application may wait for an answer.</summary>
    public const int MostOpen = 3;

    /// <summary>How many questions may be asked about one application within 24 hours.</summary>
    public const int MostADay = 10;

    public BranchId BranchId { get; private set; }

    public ApplicationId ApplicationId { get; private set; }

    public Guid EnquiryId { get; private set; }

    public string Question { get; private set; } = "";

    public DateTimeOffset AskedTime { get; private set; }

    public Guid AskedBy { get; private set; }

    public string AskerName { get; private set; } = "";

    /// <summary>Null, as the next three are, until the branch has answered.</summary>
    public string? Answer { get; private set; }

    public DateTimeOffset? AnsweredTime { get; private set; }

    public Guid? AnsweredBy { get; private set; }

    public string? AnswererName { get; private set; }

    public bool IsOpen => AnsweredTime is null;

    internal static Outcome<Enquiry> Of(ApplicationId id, Actor by, DateTimeOffset at, string? text) =>
        Read(text, LongestQuestion) is var read && read.Refusal is { } refusal
            ? refusal
            : new Enquiry
            {
                BranchId = id.Branch,
                ApplicationId = id,
                EnquiryId = Guid.NewGuid(),
                Question = read.Value!,
                AskedTime = at,
                AskedBy = by.Account,
                AskerName = by.Name,
            };

    internal Refusal? Take(Actor by, DateTimeOffset at, string? text)
    {
        var read = Read(text, LongestAnswer);
        if (read.Refusal is not null)
        {
            return read.Refusal;
        }

        if (!IsOpen)
        {
            return new EditedByAnother(read.Value!, Answer!);
        }

        (Answer, AnsweredTime, AnsweredBy, AnswererName) = (read.Value, at, by.Account, by.Name);
        return null;
    }

    /// <summary>What somebody wrote, each line cleaned, with at most one empty line between two others.</summary>
    public static string Plain(string? text)
    {
        List<string> lines = [];
        foreach (var line in (text ?? "").ReplaceLineEndings("\n").Split('\n').Select(Typed.Clean))
        {
            if (line.Length > 0 || (lines.Count > 0 && lines[^1].Length > 0))
            {
                lines.Add(line);
            }
        }

        return string.Join('\n', lines).TrimEnd();
    }

    private static Outcome<string> Read(string? text, int longest) => Plain(text) switch
    {
        { Length: 0 } => new EnquiryRefused("Empty"),
        var plain when plain.Length > longest => new EnquiryRefused("TooLong", longest),
        var plain => plain,
    };
}

/// <summary>A question or an answer can't be taken.</summary>
/// <param name="Why">Empty, TooLong, TooManyOpen, TooManyToday, or Closed: the form was not handed in yet, or the application has ended.</param>
/// <param name="Most">For TooLong: how many characters may be written.</param>
public sealed record EnquiryRefused(string Why, int Most = 0) : Refusal;
