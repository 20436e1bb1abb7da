using Vise.Domain.Admissions;
using Vise.Web.Admissions.Family;

namespace Vise.Web.Admissions.Letters;

/// <summary>What stands out in a letter: a day to keep, a number, an amount.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">Itself.</param>
/// <param name="IsId">Whether it is written in fours.</param>
public sealed record LetterMark(string Label, string Value, bool IsId = false);

/// <summary>One line of a letter's facts.</summary>
public sealed record LetterFact(string Label, string Value);

/// <summary>A letter in words, in the language of the request.</summary>
/// <param name="Name">Which.</param>
/// <param name="Id">Whose.</param>
/// <param name="Names">The school and class.</param>
/// <param name="Place">The rest of the school's address.</param>
/// <param name="Date">Its day, where the branch is.</param>
/// <param name="To">Whom it is addressed to.</param>
/// <param name="Title">Its subject.</param>
/// <param name="Lead">Its first sentence.</param>
/// <param name="Mark">What stands out; null where nothing does.</param>
/// <param name="Facts">What was so at its step.</param>
/// <param name="ListTitle">What stands over <paramref name="List"/>.</param>
/// <param name="List">What is to be mended or brought.</param>
/// <param name="Next">What to do next, sentence by sentence.</param>
/// <param name="Foot">The small print.</param>
public sealed record LetterText(
    LetterName Name, ApplicationId Id, ChoiceNames Names, string Place, string Date, string To, string Title, string Lead, LetterMark? Mark, IReadOnlyList<LetterFact> Facts,
    string ListTitle, IReadOnlyList<LetterFact> List, IReadOnlyList<string> Next, string Foot);
