using Vise.Domain.Admissions;
using Vise.Domain.Codes;

namespace Vise.Data.Codes;

/// <summary>What a line is refused for; the pages refuse the same.</summary>
internal static class ImportRules
{
    /// <summary>The line's own fields.</summary>
    public static void CheckFields(PlannedLine line, Network network, bool mayBranches)
    {
        var after = line.After!;
        var state = after["branch_id"][..2];
        IReadOnlyList<FieldProblem> problems = after.Kind switch
        {
            CodeKind.Branch when !mayBranches => [new FieldProblem("kind", "BranchNotYours")],
            CodeKind.Branch => new BranchEntry(after.Called, after["time_zone"]).Check(),
            CodeKind.Institution => new InstitutionEntry(after.Called, Text(after["udise_code"]), after["locality"], Text(after["pin_code"])).Check(network.States.GetValueOrDefault(state) ?? [state]),
            // a class goes on though its programme is retired, and so does a medium that it had
            _ => [.. new TaughtEntry(after["programme"], after["department"], after["class"], after.Media).Check(network.Terms)
                .Where(problem => !(problem.Code == "TermRetired" && line.Before is { } before && (problem.Path != "media" || before.Media.Contains((string)problem.Arguments[0]))))],
        };
        line.Problems.AddRange(problems);
        if (after["retired"] == "?")
        {
            line.Problems.Add(new FieldProblem("retired", "YesNo"));
        }
    }

    /// <summary>What the line lies in has to be there, and in use where the line is new or comes back.</summary>
    public static void CheckPlace(PlannedLine line, Func<string, CodeLine?> afterFile, Network network)
    {
        if (line.Problems.Count > 0 || line.Fate is LineFate.Same || line.After is not { } after)
        {
            return;
        }

        var branch = after["branch_id"];
        var comes = !after.IsRetired && line.Before?.IsRetired != false;
        if (after.Kind is CodeKind.Branch)
        {
            if (!network.Places.TryGetValue(branch[..4], out var inUse) || !network.Places.ContainsKey(branch[..2]))
            {
                line.Problems.Add(new FieldProblem("branch_id", "DistrictUnknown", branch[..4]));
            }
            else if (comes && !inUse)
            {
                line.Problems.Add(new FieldProblem("branch_id", "InRetired", branch[..4]));
            }

            return;
        }

        var parent = after.Kind is CodeKind.Institution ? branch : $"{branch}/{after["institution"]}";
        var column = after.Kind is CodeKind.Institution ? "branch_id" : "institution";
        if (afterFile(parent) is not { } holder)
        {
            line.Problems.Add(new FieldProblem(column, after.Kind is CodeKind.Institution ? "BranchUnknown" : "InstitutionUnknown", parent));
        }
        else if (comes && holder.IsRetired)
        {
            line.Problems.Add(new FieldProblem(column, "InRetired", parent));
        }
    }

    /// <summary>What only the whole file shows: a UDISE code of two schools, what is retired while in use.</summary>
    public static void CheckWhole(IReadOnlyList<PlannedLine> lines, IReadOnlyList<CodeLine> active, Network network)
    {
        var branchesInUse = active.Where(line => line.Kind is CodeKind.Institution).Select(line => line["branch_id"]).ToHashSet(StringComparer.Ordinal);
        var held = active.Where(line => line.Kind is CodeKind.Institution && line["udise_code"].Length > 0).GroupBy(line => line["udise_code"], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        foreach (var line in lines.Where(line => line.Fate is LineFate.New or LineFate.Changed))
        {
            var after = line.After!;
            var udise = after["udise_code"];
            if (udise.Length > 0 && (line.Before is null || line.Before["udise_code"] != udise) && (network.ForeignUdise.Contains(udise) || held.GetValueOrDefault(udise) > 1))
            {
                line.Problems.Add(new FieldProblem("udise_code", "UdiseTaken"));
            }

            if (!after.IsRetired || line.Before is not { IsRetired: false })
            {
                continue;
            }

            if (after.Kind is CodeKind.Branch && branchesInUse.Contains(after["branch_id"]))
            {
                line.Problems.Add(new FieldProblem("retired", "PartsInUse"));
            }
            else if (network.Running.Contains(line.Key))
            {
                line.Problems.Add(new FieldProblem("retired", "CycleRunning"));
            }
        }
    }

    private static string? Text(string cell) => cell.Length == 0 ? null : cell;
}
