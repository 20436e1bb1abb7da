using System.Globalization;
using Vise.Data.Operations.Trails;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Local;
using Vise.Web.Shell;

namespace Vise.Web.Operations.Trails;

/// <summary><c>audit verify [--branch 272501] [--heads FILE]</c>: says in sentences what was done to the trail since it was sealed.</summary>
internal static class AuditCommand
{
    private const string Usage = "Use 'audit verify', with --branch 272501 (or 27, 2725) for a part and --heads FILE to hold the chains against their ends as noted there earlier, and note them anew.";

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
        return await VerifyAsync(app.Services.GetRequiredService<TrailVerifier>(), scope, headsFile, Console.Out);
    }

    /// <summary>Goes through the chains in scope and tells what it finds; whether all is in order.</summary>
    internal static async Task<bool> VerifyAsync(TrailVerifier verifier, Scope scope, string? headsFile, TextWriter say)
    {
        var noted = headsFile is not null && File.Exists(headsFile) ? ReadHeads(headsFile) : [];
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
            await say.WriteLineAsync($"{branch}: {Formats.Number(trail.Rows)} sealed rows, {(trail.Findings.Count == 0 ? "all in order" : $"{trail.Findings.Count} faults")}{waiting}.");
            (rows, faults) = (rows + trail.Rows, faults + trail.Findings.Count);
            noted[branch] = (trail.Rows, trail.Head);
        }

        await say.WriteLineAsync($"{Formats.Number(rows)} sealed rows in {there.Count} branches: {(faults == 0 ? "the trail is in order" : $"{faults} faults")}.");
        if (headsFile is not null && faults == 0)
        {
            await File.WriteAllLinesAsync(headsFile, noted.Where(head => head.Value.SealNo > 0).OrderBy(head => head.Key.Value, StringComparer.Ordinal).Select(head => $"{head.Key} {head.Value.SealNo} {head.Value.Hash}"));
        }

        return faults == 0;
    }

    private static string Sentence(TrailFinding finding)
    {
        var row = finding.TrailId is { } id ? $"row {id}" : "a row";
        var time = finding.Time is { } moment ? $" of {Formats.DateAndTime(moment)}" : "";
        return finding.Fault switch
        {
            TrailFault.RowChanged => $"{row}{time}, seal {finding.SealNo}, is not what was sealed: it or its seal was changed.",
            TrailFault.ValuesChanged => $"the old or new values of {row}{time}, seal {finding.SealNo}, were changed.",
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

    private static Dictionary<BranchId, (long SealNo, string Hash)> ReadHeads(string file)
    {
        Dictionary<BranchId, (long, string)> heads = [];
        foreach (var line in File.ReadLines(file).Where(line => line.Length > 0))
        {
            if (line.Split(' ') is not [var branch, var number, var hash] || !BranchId.TryParse(branch, out var id)
                || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sealNo))
            {
                throw new SettingsException($"{file} does not hold ends of chains, a line each such as '272501 1234 9f86d0...'.");
            }

            heads[id] = (sealNo, hash);
        }

        return heads;
    }
}
