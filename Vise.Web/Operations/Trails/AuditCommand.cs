using Vise.Data.Operations.Trails;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Local;
using Vise.Web.Shell;

namespace Vise.Web.Operations.Trails;

/// <summary><c>audit verify [--branch 272501] [--heads FILE]</c>: says in sentences what was done to the trail since it was sealed.</summary>
internal static class AuditCommand
{
    private const string Usage = "Use 'audit verify', with --branch 272501 (or 27, 2725) for a part and --heads FILE for ends of the chains that were noted elsewhere than in Trails:EndsFile.";

    /// <summary>Whether all is in order.</summary>
    public static async Task<bool> RunAsync(string[] args)
    {
        var (scope, headsFile) = Read(args);
        var builder = ViseSettings.CreateBuilder([]);
        builder.Logging.ClearProviders();
        // keys made now would fit no seal
        builder.Configuration["Secrets:MakeKeys"] = "false";
        await using var servers = await LocalServers.StartMissingAsync(builder.Configuration, builder.Environment, Needs.Database, joinRunning: true);
        builder.AddData();
        await using var app = builder.Build();
        return await VerifyAsync(app.Services.GetRequiredService<TrailVerifier>(), scope, headsFile is null ? TrailEnds.Of(builder.Configuration) : new TrailEnds(headsFile), Console.Out);
    }

    /// <summary>Goes through the chains in scope and tells what it finds; whether all is in order.</summary>
    internal static async Task<bool> VerifyAsync(TrailVerifier verifier, Scope scope, TrailEnds ends, TextWriter say)
    {
        var noted = ends.Read();
        var there = await verifier.BranchesAsync(scope, CancellationToken.None);
        var (rows, faults) = (0L, 0);
        foreach (var branch in there.Union(noted.Keys.Where(scope.Covers)).OrderBy(branch => branch.Value, StringComparer.Ordinal))
        {
            (long SealNo, string Hash)? head = noted.TryGetValue(branch, out var known) ? known : null;
            var trail = await verifier.VerifyAsync(branch, head, done => say.WriteLine($"{branch}: {Formats.Number(done)} rows so far ..."), CancellationToken.None);
            foreach (var finding in trail.Findings)
            {
                await say.WriteLineAsync($"{branch}: {Sentence(finding)}");
            }

            var waiting = trail.Waiting == 0 ? "" : $"; {Formats.Number(trail.Waiting)} rows wait for their seal";
            await say.WriteLineAsync($"{branch}: {Formats.Number(trail.Rows)} sealed rows, {(trail.Findings.Count == 0 ? "all in order" : Faults(trail.Findings.Count))}{waiting}.");
            (rows, faults) = (rows + trail.Rows, faults + trail.Findings.Count);
            noted[branch] = (trail.Rows, trail.Head);
        }

        await say.WriteLineAsync($"{Formats.Number(rows)} sealed rows in {there.Count} {(there.Count == 1 ? "branch" : "branches")}: {(faults == 0 ? "the trail is in order" : Faults(faults))}.");
        if (faults == 0)
        {
            await NoteAsync(ends, noted.Where(end => scope.Covers(end.Key)), say);
        }

        return faults == 0;
    }

    private static async Task NoteAsync(TrailEnds ends, IEnumerable<KeyValuePair<BranchId, (long SealNo, string Hash)>> now, TextWriter say)
    {
        try
        {
            ends.Note(now);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await say.WriteLineAsync($"The ends of the chains could not be noted: {e.Message}");
        }
    }

    private static string Faults(int count) => count == 1 ? "1 fault" : $"{count} faults";

    private static string Sentence(TrailFinding finding)
    {
        var row = finding.TrailId is { } id ? $"row {id}" : "a row";
        var time = finding.Time is { } moment ? $" of {Formats.DateAndTime(moment)}" : "";
        return finding.Fault switch
        {
            TrailFault.RowChanged => $"{row}{time}, seal {finding.SealNo}, is not what was sealed: it or its seal was changed.",
            TrailFault.ValuesChanged => $"the old or new values of {row}{time}, seal {finding.SealNo}, were changed.",
            TrailFault.ValuesBlanked => $"the values of {row}{time}, seal {finding.SealNo}, were blanked, and no erasure stands for it.",
            TrailFault.RowRemoved => $"{row}, sealed as {finding.SealNo}{(finding.Time is { } at ? $" on {Formats.DateAndTime(at)}" : "")}, was removed.",
            TrailFault.SealsRemoved => $"from seal {finding.SealNo} on, seals were removed before the one{time}.",
            TrailFault.TailRemoved => $"the chain does not end as it did: from seal {finding.SealNo} on, rows were removed or replaced.",
            _ => $"{row}{time} was inserted past the app: no transaction of VISE left it.",
        };
    }

    private static (Scope Scope, string? Heads) Read(string[] args)
    {
        var (scope, heads) = (Scope.Everything, (string?)null);
        for (var at = 1; at < args.Length; at += 2)
        {
            switch (args[at])
            {
                case "--branch" when at + 1 < args.Length && Scope.TryParse(args[at + 1], out var named):
                    scope = named;
                    break;
                case "--heads" when at + 1 < args.Length:
                    heads = args[at + 1];
                    break;
                default:
                    throw new SettingsException(Usage);
            }
        }

        return args is ["verify", ..] ? (scope, heads) : throw new SettingsException(Usage);
    }
}
