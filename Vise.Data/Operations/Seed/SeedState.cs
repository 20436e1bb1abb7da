namespace Vise.Data.Operations.Seed;

/// <summary>What made data need to know of a state.</summary>
/// <param name="Code">Its UDISE code.</param>
/// <param name="Names">The list of names in names.txt.</param>
/// <param name="Language">The mother tongue of most, a code of the list <c>language</c>.</param>
/// <param name="Medium">A medium beside English, a code of the list <c>medium</c>; null where the list has none.</param>
/// <param name="Pins">The first two digits of its PIN codes.</param>
/// <param name="Muslims">How many families in a hundred bear Muslim names.</param>
/// <param name="Christians">How many bear Christian names.</param>
internal sealed record SeedState(string Code, string Names, string Language, string? Medium, string[] Pins, int Muslims = 14, int Christians = 2)
{
    private static readonly Dictionary<string, SeedState> All = new SeedState[]
    {
        new("01", "ks", "ks", "ur", ["18", "19"], 40, 0),
        new("02", "hi", "hi", "hi", ["17"], 2, 0),
        new("03", "pa", "pa", null, ["14", "15"], 2, 1),
        new("04", "pa", "pa", "hi", ["16"], 5, 1),
        new("05", "hi", "hi", "hi", ["24", "26"]),
        new("06", "hi", "hi", "hi", ["12", "13"], 7, 0),
        new("07", "hi", "hi", "hi", ["11"]),
        new("08", "hi", "hi", "hi", ["30", "31", "32", "33", "34"], 9, 0),
        new("09", "hi", "hi", "hi", ["20", "21", "22", "23", "24", "25", "26", "27", "28"], 19, 0),
        new("10", "hi", "hi", "hi", ["80", "81", "82", "83", "84", "85"], 17, 0),
        new("11", "ne", "ne", null, ["73"], 2, 10),
        new("12", "hill", "xx", "hi", ["79"], 2, 20),
        new("13", "hill", "xx", null, ["79"], 2, 30),
        new("14", "mni", "mni", null, ["79"], 8, 20),
        new("15", "hill", "xx", null, ["79"], 1, 20),
        new("16", "bn", "bn", null, ["79"], 9, 4),
        new("17", "hill", "xx", null, ["79"], 4, 30),
        new("18", "as", "as", null, ["78"], 34, 4),
        new("19", "bn", "bn", "hi", ["70", "71", "72", "73", "74"], 27, 1),
        new("20", "hi", "hi", "hi", ["81", "82", "83"], 14, 4),
        new("21", "or", "or", null, ["75", "76", "77"], 2, 3),
        new("22", "hi", "hi", "hi", ["49"], 2, 2),
        new("23", "hi", "hi", "hi", ["45", "46", "47", "48"], 7, 0),
        new("24", "gu", "gu", "hi", ["36", "37", "38", "39"], 10, 1),
        new("27", "mr", "mr", "mr", ["40", "41", "42", "43", "44"], 12, 1),
        new("28", "te", "te", null, ["51", "52", "53"], 7, 2),
        new("29", "kn", "kn", "kn", ["56", "57", "58", "59"], 13, 2),
        new("30", "kok", "kok", "mr", ["40"], 8, 25),
        new("31", "ml", "ml", null, ["68"], 95, 0),
        new("32", "ml", "ml", null, ["67", "68", "69"], 27, 18),
        new("33", "ta", "ta", "ta", ["60", "61", "62", "63", "64"], 6, 6),
        new("34", "ta", "ta", "ta", ["60"], 6, 6),
        new("35", "bn", "bn", "hi", ["74"], 8, 20),
        new("36", "te", "te", "ur", ["50"], 13, 1),
        new("37", "ks", "ur", "ur", ["19"], 46, 0),
        new("38", "gu", "gu", "hi", ["39"], 8, 2),
    }.ToDictionary(state => state.Code, StringComparer.Ordinal);

    public static IEnumerable<string> Codes => All.Keys;

    public static SeedState Of(string code) => All[code];
}
