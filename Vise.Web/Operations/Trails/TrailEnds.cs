using System.Globalization;
using Vise.Domain.Codes;

namespace Vise.Web.Operations.Trails;

/// <summary>
/// Where each chain ended when it was last looked at, in a file outside the database, a line each such as <c>272501 1234 9f86d0...</c>: whoever cuts
/// chains off in the database alone is found by it.
/// </summary>
internal sealed class TrailEnds(string file)
{
    /// <summary>Setting: the file; beside the key file by default, with <c>.trail</c> behind its name.</summary>
    public const string Setting = "Trails:EndsFile";

    public static TrailEnds Of(IConfiguration configuration) =>
        new(configuration[Setting] is { Length: > 0 } set ? Path.GetFullPath(set) : configuration[Storage.KeyFile] + ".trail");

    /// <summary>The ends noted so far; none where there is no file. Throws <see cref="SettingsException"/> on a file that holds something else.</summary>
    public Dictionary<BranchId, (long SealNo, string Hash)> Read()
    {
        Dictionary<BranchId, (long, string)> ends = [];
        foreach (var line in File.Exists(file) ? File.ReadLines(file).Where(line => line.Length > 0) : [])
        {
            if (line.Split(' ') is not [var branch, var number, var hash] || !BranchId.TryParse(branch, out var id)
                || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sealNo))
            {
                throw new SettingsException($"{file} does not hold ends of chains, a line each such as '272501 1234 9f86d0...'.");
            }

            ends[id] = (sealNo, hash);
        }

        return ends;
    }

    /// <summary>Notes ends beside those of other branches, whole or not at all. Throws IOException or UnauthorizedAccessException where the file can't be written.</summary>
    public void Note(IEnumerable<KeyValuePair<BranchId, (long SealNo, string Hash)>> ends)
    {
        var all = Read();
        foreach (var (branch, end) in ends.Where(end => end.Value.SealNo > 0))
        {
            all[branch] = end;
        }

        // several nodes may share the folder
        var draft = $"{file}.{Environment.ProcessId}";
        File.WriteAllLines(draft, all.OrderBy(end => end.Key.Value, StringComparer.Ordinal).Select(end => $"{end.Key} {end.Value.SealNo} {end.Value.Hash}"));
        File.Move(draft, file, overwrite: true);
    }
}
