using Microsoft.Extensions.Localization;
using Vise.Domain;
using Vise.Domain.Admissions;

namespace Vise.Web.Codes.Setup;

/// <summary>Says in words why something about codes can't be done, and what is to be mended.</summary>
public sealed class CodeSayings(IStringLocalizer<CodesWords> words)
{
    public string Of(Refusal refusal) => refusal switch
    {
        EditedByAnother { Theirs.Length: > 0 } met => words["Refusal.EditedByAnother", met.Theirs, met.Mine],
        EditedByAnother => words["Refusal.EditedMeanwhile"],
        FileRefused file => words[$"File.{file.Why}", file.What],
        _ => words[$"Refusal.{refusal.Code}"],
    };

    public string Of(FieldProblem problem) => words[$"Problem.{problem.Code}", problem.Arguments];

    /// <summary>The problem of a field, in words; null when it has none.</summary>
    public string? Of(IReadOnlyList<FieldProblem> problems, string path) => problems.FirstOrDefault(problem => problem.Path == path) is { } found ? Of(found) : null;
}
