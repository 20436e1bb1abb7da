using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Vise.Domain;
using Vise.Domain.Users;

namespace Vise.Data.Codes;

/// <summary>What an import wrote.</summary>
public sealed record Imported(int New, int Changed);

/// <summary>
/// Branches, institutions and curriculum as one file: written out, held against what is there, and read in, all in one transaction or not at
/// all. A SystemAdmin's file covers the network; a branch's admin's the own branch, whose own line stays as it is.
/// </summary>
public sealed class ImportDesk(BranchDb branches)
{
    /// <summary>The file of the actor's scope; null without the duty.</summary>
    public async Task<byte[]?> ExportAsync(Actor by, CancellationToken ct) =>
        by.May(Duty.SetUpBranch) ? CodeFile.Write(await branches.ReadAsync(by, db => Network.LinesAsync(db, by.Scope, ct), ct)) : null;

    /// <summary>Shows every line's fate and writes nothing.</summary>
    public async Task<Outcome<DryRun>> TryAsync(Actor by, ReadOnlyMemory<byte> file, CancellationToken ct)
    {
        if (!by.May(Duty.SetUpBranch))
        {
            return new Forbidden();
        }

        var read = CodeFile.Read(file);
        return read.Value is { } lines
            ? new DryRun((await branches.ReadAsync(by, db => PlanAsync(db, by, lines, ct), ct)).Lines.Select(line => line.Result))
            : read.Refusal!;
    }

    /// <summary>Writes the file; refuses when it would do anything else than the dry run said, or with a line refused.</summary>
    /// <param name="by">Who.</param>
    /// <param name="file">The same file.</param>
    /// <param name="digest">What the dry run said (<see cref="DryRun.Digest"/>).</param>
    /// <param name="ct">Ends the work; nothing is written then.</param>
    public async Task<Outcome<Imported>> ApplyAsync(Actor by, ReadOnlyMemory<byte> file, string digest, CancellationToken ct)
    {
        var read = CodeFile.Read(file);
        return read.Value is not { } lines ? read.Refusal! : await branches.WriteAsync<Imported>(by, Duty.SetUpBranch, by.Scope, async db =>
        {
            var plan = await PlanAsync(db, by, lines, ct);
            if (new DryRun(plan.Lines.Select(line => line.Result)).Digest != digest)
            {
                return new ImportStale();
            }

            if (plan.Lines.Exists(line => line.Fate is LineFate.Refused))
            {
                return new RowsRefused();
            }

            var written = plan.Lines.Where(line => line.Fate is not LineFate.Same).ToList();
            await StageAsync(db, written, ct);
            var rows = await WriteAsync(db, written, ct);
            await db.Database.ExecuteSqlAsync($"delete from staging.code_row", ct);
            var made = written.Count(line => line.Fate is LineFate.New);
            // somebody else's change came in between: nothing of ours stays
            return rows == written.Count ? new Imported(made, rows - made) : new ImportStale();
        }, ct);
    }

    private static async Task<ImportPlan> PlanAsync(ViseContext db, Actor by, IReadOnlyList<FileLine> lines, CancellationToken ct) =>
        ImportPlan.Of(lines, await Network.LoadAsync(db, by.Scope, ct), by.Scope, by.May(Duty.SetUpNetwork));

    private static async Task StageAsync(ViseContext db, IReadOnlyList<PlannedLine> lines, CancellationToken ct)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var copy = await connection.BeginBinaryImportAsync("copy staging.code_row from stdin (format binary)", ct);
        foreach (var line in lines)
        {
            var after = line.After!;
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(line.Fate is LineFate.New, ct);
            foreach (var column in (string[])["kind", "branch_id", "institution", "programme", "department", "class", "name"])
            {
                await copy.WriteAsync(after[column], ct);
            }

            await copy.WriteAsync(JsonSerializer.Serialize(after.Called.Names, JsonSerializerOptions.Default), NpgsqlDbType.Jsonb, ct);
            await WriteAsync(copy, after["udise_code"], ct);
            await copy.WriteAsync(after["locality"], ct);
            await WriteAsync(copy, after["pin_code"], ct);
            await copy.WriteAsync(after["time_zone"], ct);
            await copy.WriteAsync(after.Media, ct);
            await copy.WriteAsync(after.IsRetired, ct);
            await copy.WriteAsync((long)after.Version, ct);
        }

        await copy.CompleteAsync(ct);
    }

    // a branch's admin may not touch the table of branches, so it is left alone where no line is about one
    private static async Task<int> WriteAsync(ViseContext db, IEnumerable<PlannedLine> lines, CancellationToken ct)
    {
        var rows = 0;
        foreach (var kind in lines.Select(line => line.Kind!.Value).Distinct().Order())
        {
            rows += await (kind switch
            {
                CodeKind.Branch => BranchesAsync(db, ct),
                CodeKind.Institution => InstitutionsAsync(db, ct),
                _ => CurriculumAsync(db, ct),
            });
        }

        return rows;
    }

    // what is there is changed only while it is still as it was read
    private static async Task<int> BranchesAsync(ViseContext db, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync($"""
            insert into codes.branch (branch_id, state_code, district_code, branch_code, name, names, time_zone, retired_time)
            select branch_id, substr(branch_id, 1, 2), substr(branch_id, 3, 2), substr(branch_id, 5, 2), name, names, time_zone, case when retired then isolation.clock() end
            from staging.code_row where is_new and kind = 'branch'
            """, ct)
        + await db.Database.ExecuteSqlAsync($"""
            update codes.branch kept set name = r.name, names = r.names, time_zone = r.time_zone, retired_time = case when r.retired then coalesce(kept.retired_time, isolation.clock()) end
            from staging.code_row r where not r.is_new and r.kind = 'branch' and kept.branch_id = r.branch_id and kept.xmin::text::bigint = r.version
            """, ct);

    private static async Task<int> InstitutionsAsync(ViseContext db, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync($"""
            insert into codes.institution (branch_id, institution_code, name, names, udise_code, locality, pin_code, retired_time)
            select branch_id, institution_code, name, names, udise_code, locality, pin_code, case when retired then isolation.clock() end
            from staging.code_row where is_new and kind = 'institution'
            """, ct)
        + await db.Database.ExecuteSqlAsync($"""
            update codes.institution kept set name = r.name, names = r.names, udise_code = r.udise_code, locality = r.locality, pin_code = r.pin_code,
              retired_time = case when r.retired then coalesce(kept.retired_time, isolation.clock()) end
            from staging.code_row r
            where not r.is_new and r.kind = 'institution' and kept.branch_id = r.branch_id and kept.institution_code = r.institution_code and kept.xmin::text::bigint = r.version
            """, ct);

    private static async Task<int> CurriculumAsync(ViseContext db, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync($"""
            insert into codes.curriculum (branch_id, institution_code, programme_code, department_code, class_code, media, retired_time)
            select branch_id, institution_code, programme_code, department_code, class_code, media, case when retired then isolation.clock() end
            from staging.code_row where is_new and kind = 'curriculum'
            """, ct)
        + await db.Database.ExecuteSqlAsync($"""
            update codes.curriculum kept set media = r.media, retired_time = case when r.retired then coalesce(kept.retired_time, isolation.clock()) end
            from staging.code_row r
            where not r.is_new and r.kind = 'curriculum' and kept.branch_id = r.branch_id and kept.institution_code = r.institution_code and kept.programme_code = r.programme_code
              and kept.department_code = r.department_code and kept.class_code = r.class_code and kept.xmin::text::bigint = r.version
            """, ct);

    private static Task WriteAsync(NpgsqlBinaryImporter copy, string text, CancellationToken ct) =>
        text.Length == 0 ? copy.WriteNullAsync(ct) : copy.WriteAsync(text, ct);
}
