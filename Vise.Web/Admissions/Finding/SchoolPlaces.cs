using System.Globalization;
using Microsoft.Extensions.Localization;
using Vise.Data.Codes;
using Vise.Domain.Codes;

namespace Vise.Web.Admissions.Finding;

/// <summary>Where a school lies, in the reader's language.</summary>
public sealed record SchoolPlace(string Branch, string District, string State, TimeZoneInfo Zone);

/// <summary>Words about schools that several public pages need: places, and classes from the lowest to the highest.</summary>
public sealed class SchoolPlaces(ReferenceCodes codes, IStringLocalizer<FindingWords> words)
{
    private static string Language => CultureInfo.CurrentUICulture.Name;

    public async Task<SchoolPlace> OfAsync(BranchId branch, CancellationToken ct)
    {
        var info = await codes.BranchAsync(branch, ct);
        return new SchoolPlace(
            info?.In(Language) ?? branch.Value,
            NameOf(await codes.DistrictsAsync(branch.State, ct), branch.District),
            NameOf(await codes.StatesAsync(ct), branch.State),
            info?.Zone ?? Shell.Formats.India);
    }

    /// <summary>Classes in one line, runs of them by their ends: <c>Nursery to Class 5, Class 8</c>.</summary>
    public async Task<string> ClassesAsync(IEnumerable<string> classCodes, CancellationToken ct)
    {
        var all = await codes.TermsAsync("class", ct);
        var offered = classCodes.ToHashSet(StringComparer.Ordinal);
        List<string> said = [];
        for (var first = 0; first < all.Count; first++)
        {
            var last = first;
            while (last < all.Count && offered.Contains(all[last].Code))
            {
                last++;
            }

            // the end lies behind the run's last
            var length = last - first;
            if (length > 2)
            {
                said.Add(words["ClassRange", all[first].In(Language), all[last - 1].In(Language)]);
            }
            else
            {
                said.AddRange(all.Skip(first).Take(length).Select(one => one.In(Language)));
            }

            first += length;
        }

        return string.Join(", ", said);
    }

    private static string NameOf(IReadOnlyList<Named> places, string code) => places.FirstOrDefault(place => place.Code == code)?.In(Language) ?? code;
}
