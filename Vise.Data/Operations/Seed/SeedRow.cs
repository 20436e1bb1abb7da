using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Vise.Data.Operations.Seed;

/// <summary>One row on its way by COPY, column by column.</summary>
internal sealed class SeedRow(NpgsqlBinaryImporter copy)
{
    public SeedRow Text(string? value) => value is null ? Null() : Write(value, NpgsqlDbType.Text);

    public SeedRow Texts(IReadOnlyList<string> values) => Write(values as string[] ?? [.. values], NpgsqlDbType.Array | NpgsqlDbType.Text);

    /// <summary>The translations of a name, which are the Hindi one or none.</summary>
    public SeedRow Json(string? hindi) => Write(hindi is null ? "{}" : JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { ["hi"] = hindi }), NpgsqlDbType.Jsonb);

    public SeedRow Number(int value) => Write(value, NpgsqlDbType.Integer);

    public SeedRow Small(short? value) => value is { } known ? Write(known, NpgsqlDbType.Smallint) : Null();

    public SeedRow Long(long value) => Write(value, NpgsqlDbType.Bigint);

    public SeedRow Yes(bool value) => Write(value, NpgsqlDbType.Boolean);

    public SeedRow Day(DateOnly value) => Write(value, NpgsqlDbType.Date);

    public SeedRow Uuid(Guid? value) => value is { } known ? Write(known, NpgsqlDbType.Uuid) : Null();

    public SeedRow Time(DateTime? value) => value is { } known ? Write(known, NpgsqlDbType.TimestampTz) : Null();

    private SeedRow Write<T>(T value, NpgsqlDbType type)
    {
        copy.Write(value, type);
        return this;
    }

    private SeedRow Null()
    {
        copy.WriteNull();
        return this;
    }
}
