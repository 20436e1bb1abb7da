using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Vise.Domain.Admissions;

namespace Vise.Data.Codes;

/// <summary>What becomes of a line, problems first.</summary>
public enum LineFate
{
    Refused,
    Changed,
    New,
    Same,
}

/// <summary>One column's old and new text.</summary>
public sealed record ColumnChange(string Column, string Old, string New);

/// <summary>A line of the file and what becomes of it.</summary>
/// <param name="Line">Its number in the file; the header is 1.</param>
/// <param name="Kind">Null where the file names none.</param>
/// <param name="Key">What it is about.</param>
/// <param name="Name">The name it gives.</param>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Problems">Why it is refused, by column.</param>
/// <param name="Changes">What changes.</param>
public sealed record LineResult(int Line, CodeKind? Kind, string Key, string Name, LineFate Fate, IReadOnlyList<FieldProblem> Problems, IReadOnlyList<ColumnChange> Changes);

/// <summary>Every line's fate, before anything is written: refused lines first, then changed, new and those that stay.</summary>
public sealed class DryRun
{
    private readonly int[] _counts = new int[Enum.GetValues<LineFate>().Length];

    internal DryRun(IEnumerable<LineResult> lines)
    {
        Lines = [.. lines.OrderBy(line => line.Fate).ThenBy(line => line.Line)];
        foreach (var line in Lines)
        {
            _counts[(int)line.Fate]++;
        }

        Digest = Hash(Lines);
    }

    public IReadOnlyList<LineResult> Lines { get; }

    /// <summary>What it says, in short: a dry run of another moment that says the same has the same.</summary>
    public string Digest { get; }

    public int Count(LineFate fate) => _counts[(int)fate];

    /// <summary>Whether there is something to write and nothing in the way.</summary>
    public bool MayApply => Count(LineFate.Refused) == 0 && Count(LineFate.Changed) + Count(LineFate.New) > 0;

    private static string Hash(IReadOnlyList<LineResult> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[4];
        foreach (var line in lines)
        {
            BinaryPrimitives.WriteInt32LittleEndian(number, (line.Line * 4) + (int)line.Fate);
            hash.AppendData(number);
            hash.AppendData(Encoding.UTF8.GetBytes(line.Key));
            foreach (var text in line.Changes.SelectMany(change => (string[])[change.Column, change.Old, change.New]).Concat(line.Problems.Select(problem => problem.Path + problem.Code)))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
