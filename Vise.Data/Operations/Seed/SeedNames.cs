using Vise.Domain.Users;

namespace Vise.Data.Operations.Seed;

/// <summary>A name with its form in its own script, where we have it, and the key that the desk finds it by.</summary>
internal sealed record MadeName(string Latin, string? Script)
{
    public IReadOnlyList<string> Keys { get; } = [.. Typed.Keys(Latin).Concat(Script is null ? [] : Typed.Keys(Script))];
}

/// <summary>The names of one language.</summary>
internal sealed record NameList(string Language, MadeName[] Boys, MadeName[] Girls, MadeName[] Families);

/// <summary>What people, schools and places are called in made data, by language and state; read once from names.txt and places.txt.</summary>
internal sealed class SeedNames
{
    private readonly Dictionary<string, NameList> _lists;
    private readonly Dictionary<string, (string English, string? Hindi)[]> _places;

    private SeedNames()
    {
        var lines = Lines("names.txt").Select(line => (Words: line.Split(": ")[0].Split(' '), Names: line.Split(": ")[1].Split(' ').Select(Named).ToArray())).ToList();
        _lists = lines.GroupBy(line => line.Words[0], StringComparer.Ordinal).ToDictionary(
            group => group.Key,
            group => new NameList(group.Key, group.Single(line => line.Words[1] == "boys").Names, group.Single(line => line.Words[1] == "girls").Names, group.Single(line => line.Words[1] == "families").Names),
            StringComparer.Ordinal);
        _places = Lines("places.txt").ToDictionary(
            line => line.Split(": ")[0],
            line => line.Split(": ")[1].Split(';').Select(both => (both.Split('=')[0], both.Contains('=', StringComparison.Ordinal) ? both.Split('=')[1] : null)).ToArray(),
            StringComparer.Ordinal);
    }

    public static SeedNames Read { get; } = new();

    public (string English, string? Hindi)[] Schools => _places["schools"];

    public (string English, string? Hindi)[] Directions => _places["directions"];

    public (string English, string? Hindi)[] Streets => _places["lines"];

    public (string English, string? Hindi)[] Occupations => _places["occupations"];

    /// <summary>What a family of the state is called: by the state's language, or by the faith of a part of its people.</summary>
    public NameList Of(SeedState state, ref SeedRandom random)
    {
        var by = random.Below(100);
        return _lists[by < state.Muslims ? "mus" : by < state.Muslims + state.Christians ? "chr" : state.Names];
    }

    private static MadeName Named(string both) => both.Split('=') is [var latin, var script] ? new MadeName(latin, script) : new MadeName(both, null);

    private static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(typeof(SeedNames).Assembly.GetManifestResourceStream("Vise.Data.Operations.Seed." + file)!);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#')];
    }
}
