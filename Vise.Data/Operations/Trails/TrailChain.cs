using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Vise.Data.Secrets;

namespace Vise.Data.Operations.Trails;

/// <summary>A row of the trail as it is sealed: every column, values as the database writes them.</summary>
internal sealed record TrailLine(
    string BranchId, long TrailId, string TransactionId, DateTimeOffset TrailTime, string Action, string? ApplicationId, string Target, string? Part, string? OldValues, string? NewValues,
    Guid? AccountId, string ActorRole, string ActorName, string? Scope, string? Duty, string? Reason, string? TraceId)
{
    /// <summary>The columns that a query for lines selects from <c>admissions.trail t</c>.</summary>
    public const string Columns = """
        t.branch_id, t.trail_id, t.transaction_id::text as transaction_id, t.trail_time, t.action, t.application_id, t.target, t.part, t.old_values::text as old_values,
        t.new_values::text as new_values, t.account_id, t.actor_role, t.actor_name, t.scope, t.duty, t.reason, t.trace_id
        """;
}

/// <summary>
/// The key of the chains: derived from the file of field keys, so that whoever holds the database alone can't make seals. It hangs on the key for
/// matching, which does not rotate.
/// </summary>
public sealed class TrailKey(FieldKeys keys)
{
    internal byte[] Bytes { get; } = HKDF.DeriveKey(HashAlgorithmName.SHA256, keys.ProofKey, 32, info: "vise trail chain 1"u8.ToArray());
}

/// <summary>
/// Seals rows: HMAC-SHA-256 over the seal before, its number, the row, and the hash of the row's values. The values have a hash of their own, so that they could be
/// blanked with the chain intact. For one thread; one for each piece of work.
/// </summary>
internal sealed class TrailChain(TrailKey key) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Bytes);
    private byte[] _text = new byte[4096];

    public byte[] OfValues(TrailLine line)
    {
        Add("values");
        Add(line.OldValues);
        Add(line.NewValues);
        return _hash.GetHashAndReset();
    }

    public byte[] Next(byte[] before, long sealNo, TrailLine line, byte[] valuesHash)
    {
        Add("row");
        _hash.AppendData(before);
        Add(sealNo);
        Add(line.BranchId);
        Add(line.TrailId);
        Add(line.TransactionId);
        Add(line.TrailTime.UtcTicks);
        Add(line.Action);
        Add(line.ApplicationId);
        Add(line.Target);
        Add(line.Part);
        Add(line.AccountId?.ToString("D"));
        Add(line.ActorRole);
        Add(line.ActorName);
        Add(line.Scope);
        Add(line.Duty);
        Add(line.Reason);
        Add(line.TraceId);
        _hash.AppendData(valuesHash);
        return _hash.GetHashAndReset();
    }

    public void Dispose() => _hash.Dispose();

    // each with its length before it, so that no two rows read the same; nothing is -1 long
    private void Add(string? text)
    {
        if (text is null)
        {
            Add(-1);
            return;
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_text.Length < most)
        {
            _text = new byte[most];
        }

        var length = Encoding.UTF8.GetBytes(text, _text);
        Add(length);
        _hash.AppendData(_text, 0, length);
    }

    private void Add(long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        _hash.AppendData(bytes);
    }
}
