using System.Globalization;

namespace Vise.Bench;

/// <summary>What is to be measured, as told on the command line.</summary>
/// <param name="Names">Which benchmarks, in the order in which they run.</param>
/// <param name="Quick">Whether runs are short.</param>
/// <param name="Applications">How many applications the made network has; its codes are the same with any number.</param>
/// <param name="Parents">How many parents type at once; 0 for as many as there should be.</param>
/// <param name="Report">The document that keeps the figures, or null.</param>
internal sealed record Orders(IReadOnlyList<string> Names, bool Quick, int Applications, int Parents, string? Report)
{
    private static readonly string[] All = ["codes", "warm", "cache", "redis", "app", "parents"];

    /// <summary>Reads the words of the command; what is wrong with them is a sentence.</summary>
    public static (Orders? Orders, string? Wrong) Of(string[] words)
    {
        var (names, quick, applications, parents, report) = (new List<string>(), false, 0, 0, (string?)null);
        for (var at = 0; at < words.Length; at++)
        {
            switch (words[at])
            {
                case "quick":
                    quick = true;
                    break;
                case "--report" when at + 1 < words.Length:
                    report = words[++at];
                    break;
                case "--applications" when at + 1 < words.Length && int.TryParse(words[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out applications) && applications > 0:
                    at++;
                    break;
                case "--parents" when at + 1 < words.Length && int.TryParse(words[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out parents) && parents > 0:
                    at++;
                    break;
                case var name when All.Contains(name):
                    names.Add(name);
                    break;
                default:
                    return (null, $"'{words[at]}' can't be measured: say bench, with any of {string.Join(", ", All)}, with quick for short runs, --applications N, --parents N and --report FILE.");
            }
        }

        return (new Orders([.. All.Where(name => names.Count == 0 || names.Contains(name))], quick, applications > 0 ? applications : quick ? 25_000 : 100_000, parents > 0 ? parents : quick ? 500 : 10_000, report), null);
    }
}
