using System.Globalization;
using Npgsql;

namespace Vise.Data.Secrets;

/// <summary>
/// Seals anew, with the current key, whatever an older key sealed. As the owner, over all branches, in small batches while the app runs: a row that
/// somebody changes meanwhile is left to its new seal. Broken off, it goes on where it stopped, since what is done is passed over.
/// </summary>
public sealed class Resealing(NpgsqlDataSource owner, FieldSeal seal, FieldKeys keys)
{
    /// <summary>How many rows one batch takes.</summary>
    public const int Batch = 500;

    /// <summary>Seals everything anew that is not the current key's; with <paramref name="hashes"/> also makes every hash anew. Returns how many rows it changed.</summary>
    /// <param name="hashes">Whether the match key is new.</param>
    /// <param name="say">Is told a table's column and how many of its rows are done so far.</param>
    /// <param name="ct">Ends it after the batch.</param>
    public async Task<long> RunAsync(bool hashes, Action<string, long> say, CancellationToken ct)
    {
        var all = await TextsAsync(ct);
        foreach (var column in SealedColumns.All)
        {
            all += await ColumnAsync(column, hashes && column.Hash is not null, say, ct);
        }

        return all;
    }

    /// <summary>How many rows of each column a key seals; columns without one are left out.</summary>
    public async Task<IReadOnlyList<(string Column, long Rows)>> UsesAsync(string keyId, CancellationToken ct)
    {
        List<(string, long)> uses = [];
        foreach (var column in SealedColumns.All)
        {
            await using var count = owner.CreateCommand($"select count(*) from {column.Table} where {column.Column} is not null and {KeyOf(column)} = $1");
            count.Parameters.Add(new() { Value = keyId });
            if ((long)(await count.ExecuteScalarAsync(ct))! is > 0 and var rows)
            {
                uses.Add(($"{column.Table}.{column.Column}", rows));
            }
        }

        foreach (var text in SealedColumns.Texts)
        {
            if ((await TextSealsAsync(text, ct)).Count(known => FieldSeal.KeyIdOf(known.Sealed) == keyId) is > 0 and var rows)
            {
                uses.Add(($"{text.Table}.{text.Column}", rows));
            }
        }

        return uses;
    }

    private async Task<long> ColumnAsync(SealedColumn column, bool hashes, Action<string, long> say, CancellationToken ct)
    {
        long done = 0;
        object[]? after = null;
        while (true)
        {
            var rows = await NextAsync(column, hashes, after, ct);
            if (rows.Count == 0)
            {
                return done;
            }

            await using var batch = owner.CreateBatch();
            foreach (var row in rows)
            {
                batch.BatchCommands.Add(Update(column, row, seal.Open(row.Purpose, row.Sealed)));
            }

            done += await batch.ExecuteNonQueryAsync(ct);
            after = rows[^1].Key;
            say($"{column.Table}.{column.Column}", done);
        }
    }

    private async Task<List<SealedRow>> NextAsync(SealedColumn column, bool hashes, object[]? after, CancellationToken ct)
    {
        var key = string.Join(", ", column.Key);
        await using var next = owner.CreateCommand();
        next.Parameters.Add(new() { Value = keys.CurrentId });
        next.Parameters.Add(new() { Value = hashes });
        var from = "";
        if (after is not null)
        {
            from = $"and ({key}) > ({string.Join(", ", after.Select((_, place) => string.Create(CultureInfo.InvariantCulture, $"${place + 3}")))})";
            foreach (var value in after)
            {
                next.Parameters.Add(new() { Value = value });
            }
        }

        next.CommandText = $"""
            select {key}, {column.Purpose}, {column.Column} from {column.Table}
            where {column.Column} is not null and ($2 or {KeyOf(column)} <> $1) {from}
            order by {key} limit {Batch}
            """;
        List<SealedRow> rows = [];
        await using var reader = await next.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var values = new object[column.Key.Count];
            reader.GetValues(values);
            rows.Add(new SealedRow(values, reader.GetString(values.Length), reader.GetFieldValue<byte[]>(values.Length + 1)));
        }

        return rows;
    }

    private NpgsqlBatchCommand Update(SealedColumn column, SealedRow row, string text)
    {
        var update = new NpgsqlBatchCommand();
        update.Parameters.Add(new() { Value = seal.Seal(row.Purpose, text) });
        update.Parameters.Add(new() { Value = row.Sealed });
        foreach (var value in row.Key)
        {
            update.Parameters.Add(new() { Value = value });
        }

        var hash = "";
        if (column.Hash is { } hashed)
        {
            update.Parameters.Add(new() { Value = seal.Matches(hashed.Path, text)[0] });
            hash = string.Create(CultureInfo.InvariantCulture, $", {hashed.Column} = ${update.Parameters.Count}");
        }

        var where = column.Key.Select((name, place) => string.Create(CultureInfo.InvariantCulture, $"{name} = ${place + 3}"));
        update.CommandText = $"update {column.Table} set {column.Column} = $1{hash} where {column.Column} = $2 and {string.Join(" and ", where)}";
        return update;
    }

    private async Task<long> TextsAsync(CancellationToken ct)
    {
        long done = 0;
        foreach (var text in SealedColumns.Texts)
        {
            foreach (var known in (await TextSealsAsync(text, ct)).Where(known => FieldSeal.KeyIdOf(known.Sealed) != keys.CurrentId))
            {
                var anew = Convert.ToBase64String(seal.Seal(known.Purpose, seal.Open(known.Purpose, known.Sealed)));
                await using var update = owner.CreateCommand($"update {text.Table} set {text.Column} = replace({text.Column}, $1, $2) where {text.Where} and {text.Key} = $3");
                update.Parameters.Add(new() { Value = Convert.ToBase64String(known.Sealed) });
                update.Parameters.Add(new() { Value = anew });
                update.Parameters.Add(new() { Value = known.Key });
                done += await update.ExecuteNonQueryAsync(ct);
            }
        }

        return done;
    }

    private async Task<List<SealedPart>> TextSealsAsync(SealedText text, CancellationToken ct)
    {
        List<SealedPart> seals = [];
        await using var select = owner.CreateCommand($"select {text.Key}, {text.Purpose}, {text.Column} from {text.Table} where {text.Where}");
        await using var reader = await select.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var whole = reader.GetString(2);
            var start = whole.IndexOf(text.Before, StringComparison.Ordinal);
            if (start >= 0)
            {
                start += text.Before.Length;
                var end = text.After.Length == 0 ? whole.Length : whole.IndexOf(text.After, start, StringComparison.Ordinal);
                seals.Add(new SealedPart(reader.GetValue(0), reader.GetString(1), Convert.FromBase64String(whole[start..end])));
            }
        }

        return seals;
    }

    // the seal's own first bytes: length and id of its key
    private static string KeyOf(SealedColumn column) =>
        $"convert_from(substring({column.Column} from 2 for get_byte({column.Column}, 0)), 'UTF8')";

    private sealed record SealedPart(object Key, string Purpose, byte[] Sealed);

    private sealed record SealedRow(object[] Key, string Purpose, byte[] Sealed);
}
