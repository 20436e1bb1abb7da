#pragma warning disable CA1309 // string.Compare in a query is the column's own collation
namespace Vise.Data.Codes;

/// <summary>A row of a list that is read a page at a time.</summary>
/// <param name="Code">Tells it apart from those with the same key.</param>
/// <param name="SortKey">What the list is ordered by.</param>
public abstract record ListedRow(string Code, string SortKey);

internal static class ListedRows
{
    /// <summary>The rows in the order that was wished for, from where the last page ended.</summary>
    public static IQueryable<T> From<T>(this IQueryable<T> rows, ListWish wish)
        where T : ListedRow
    {
        if (wish.After is not { SortKey: var key, Code: var code })
        {
            return wish.Descending ? rows.OrderByDescending(row => row.SortKey).ThenByDescending(row => row.Code) : rows.OrderBy(row => row.SortKey).ThenBy(row => row.Code);
        }

        return wish.Descending
            ? rows.Where(row => string.Compare(row.SortKey, key) < 0 || (row.SortKey == key && string.Compare(row.Code, code) < 0)).OrderByDescending(row => row.SortKey).ThenByDescending(row => row.Code)
            : rows.Where(row => string.Compare(row.SortKey, key) > 0 || (row.SortKey == key && string.Compare(row.Code, code) > 0)).OrderBy(row => row.SortKey).ThenBy(row => row.Code);
    }
}
