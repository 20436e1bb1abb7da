using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain.Codes;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Admissions.Family;

/// <summary>One picker: what it is called in the address, what it offers and what is chosen.</summary>
public sealed record Picker(string Name, IReadOnlyList<Choice> Options, string? Chosen);

/// <summary>How far the choice of school and class has come.</summary>
/// <param name="Pickers">Those to show: each needs the one before.</param>
/// <param name="Class">The class chosen at the end.</param>
public sealed record ApplyChoice(IReadOnlyList<Picker> Pickers, OpenClass? Class);

/// <summary>
/// Leads from state to class through what is open. Places are named by their whole code (district <c>2725</c>, branch <c>272501</c>,
/// school <c>27250101</c>), so that what hangs on another place falls away by itself. A picker with one option is chosen already.
/// </summary>
public sealed class ApplyChoices(ReferenceCodes codes, FamilyQueries queries)
{
    private readonly List<Picker> _pickers = [];

    public async Task<ApplyChoice> ReadAsync(IQueryCollection query, CancellationToken ct)
    {
        _pickers.Clear();
        var open = await queries.OpenPlacesAsync(ct);
        var state = Pick(query, "state", (await codes.StatesAsync(ct)).Where(known => open.States.Contains(known.Code)), "");
        if (state is null)
        {
            return new ApplyChoice(_pickers, null);
        }

        var district = Pick(query, "district", (await codes.DistrictsAsync(state, ct)).Where(known => open.Districts.Contains(state + known.Code)), state);
        if (district is null)
        {
            return new ApplyChoice(_pickers, null);
        }

        var branch = Pick(query, "branch", (await codes.BranchesAsync(state, district[2..], ct)).Where(known => open.Branches.Contains(district + known.Code)), district);
        if (branch is null)
        {
            return new ApplyChoice(_pickers, null);
        }

        var id = BranchId.Parse(branch);
        var institution = Pick(query, "school", (await codes.InstitutionsAsync(id, ct)).Where(known => open.Schools.Contains(branch + known.Code)), branch);
        return institution is null ? new ApplyChoice(_pickers, null) : new ApplyChoice(_pickers, await ClassAsync(query, id, institution[6..], ct));
    }

    private async Task<OpenClass?> ClassAsync(IQueryCollection query, BranchId branch, string institution, CancellationToken ct)
    {
        var classes = await queries.OpenClassesAsync(branch, institution, ct);
        var years = classes.Select(open => open.Choice.Year.ToString()).Distinct().Select(year => new Named(year, year, new Dictionary<string, string>(StringComparer.Ordinal)));
        if (Pick(query, "session", years, "") is not { } year)
        {
            return null;
        }

        classes = [.. classes.Where(open => open.Choice.Year.ToString() == year)];
        if (Pick(query, "programme", await OfAsync("programme", classes.Select(open => open.Choice.ProgrammeCode), ct), "") is not { } programme)
        {
            return null;
        }

        classes = [.. classes.Where(open => open.Choice.ProgrammeCode == programme)];
        if (Pick(query, "department", await OfAsync("department", classes.Select(open => open.Choice.DepartmentCode), ct), "") is not { } department)
        {
            return null;
        }

        classes = [.. classes.Where(open => open.Choice.DepartmentCode == department)];
        var chosen = Pick(query, "class", await OfAsync("class", classes.Select(open => open.Choice.ClassCode), ct), "");
        return classes.FirstOrDefault(open => open.Choice.ClassCode == chosen);
    }

    // in the order of the list, which is that of the school
    private async Task<IEnumerable<Named>> OfAsync(string list, IEnumerable<string> offered, CancellationToken ct)
    {
        var set = offered.ToHashSet(StringComparer.Ordinal);
        return (await codes.TermsAsync(list, ct)).Where(term => set.Contains(term.Code));
    }

    private string? Pick(IQueryCollection query, string name, IEnumerable<Named> options, string prefix)
    {
        List<Choice> offered = [.. options.Select(known => Choice.Of(prefix + known.Code, known))];
        var asked = query[name].ToString();
        // a link written by hand may name the place's own two characters only
        var chosen = (offered.FirstOrDefault(option => option.Value == asked || option.Value == prefix + asked) ?? (offered.Count == 1 ? offered[0] : null))?.Value;
        _pickers.Add(new Picker(name, offered, chosen));
        return chosen;
    }
}
