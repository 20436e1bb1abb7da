using Vise.Data.Codes;

namespace Vise.Web.Codes.Setup;

/// <summary>Where the person was in each list of set-up, for as long as the circuit lives: the way back from a record leads to the same rows.</summary>
public sealed class ListPlaces
{
    private readonly Dictionary<string, ListWish> _wishes = new(StringComparer.Ordinal);

    /// <summary>What the list at this path was last asked for; null when it was not looked at yet.</summary>
    public ListWish? At(string path) => _wishes.GetValueOrDefault(path);

    public void Keep(string path, ListWish wish) => _wishes[path] = wish;
}
