using System.Globalization;
using Vise.Data.Codes;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Web.Users.People;

/// <summary>The name of the place that a grant is held over.</summary>
public static class PlaceNames
{
    /// <param name="codes">The network's map.</param>
    /// <param name="scope">Where.</param>
    /// <param name="everything">The word for the whole network.</param>
    /// <param name="ct">Ends the work.</param>
    public static async Task<string> OfAsync(ReferenceCodes codes, Scope scope, string everything, CancellationToken ct)
    {
        var (prefix, language) = (scope.Prefix, CultureInfo.CurrentUICulture.Name);
        var name = prefix.Length switch
        {
            6 => (await codes.BranchAsync(BranchId.Parse(prefix), ct))?.In(language),
            4 => (await codes.DistrictsAsync(prefix[..2], ct)).FirstOrDefault(district => district.Code == prefix[2..])?.In(language),
            2 => (await codes.StatesAsync(ct)).FirstOrDefault(state => state.Code == prefix)?.In(language),
            _ => everything,
        };
        return name is null ? prefix : prefix.Length > 0 ? $"{name} ({prefix})" : name;
    }
}
