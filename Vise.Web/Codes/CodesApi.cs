using Vise.Data.Codes;
using Vise.Domain.Codes;
using Vise.Web.Shell;
using Vise.Web.Shell.Api;

namespace Vise.Web.Codes;

/// <summary>The network's map for clients: states, districts, branches, institutions and what they teach. Everyone may read it.</summary>
public static class CodesApi
{
    private const string Cache = "public, max-age=60";

    public static void Map(IEndpointRouteBuilder app)
    {
        var codes = app.MapGroup("").AllowAnonymous().WithTags("Codes");
        codes.MapGet(ApiPaths.States, StatesAsync).WithName("states").WithSummary("The states").Produces<ApiList<Place>>();
        codes.MapGet(ApiPaths.Districts, DistrictsAsync).WithName("districts").WithSummary("The districts of a state").Produces<ApiList<Place>>().Problems(404);
        codes.MapGet(ApiPaths.Branches, BranchesAsync).WithName("branches").WithSummary("The branches of a district").Produces<ApiList<BranchPlace>>().Problems(404);
        codes.MapGet(ApiPaths.Institutions, InstitutionsAsync).WithName("institutions").WithSummary("The institutions of a branch").Produces<ApiList<Place>>().Problems(404);
        codes.MapGet(ApiPaths.Curriculum, CurriculumAsync).WithName("curriculum").WithSummary("The classes that an institution teaches, with their media").Produces<ApiList<Taught>>().Problems(404);
    }

    private static async Task<IResult> StatesAsync(HttpContext http, ReferenceCodes codes, CancellationToken ct) =>
        Answer(http, Places(await codes.StatesAsync(ct)));

    // each looks its parent up first, so that codes which don't exist never become cache entries
    private static async Task<IResult> DistrictsAsync(string state, HttpContext http, ReferenceCodes codes, ApiProblems problems, CancellationToken ct) =>
        await DistrictsOfAsync(codes, state, ct) is { } districts ? Answer(http, Places(districts)) : problems.NotFound();

    private static async Task<IResult> BranchesAsync(string state, string district, HttpContext http, ReferenceCodes codes, ApiProblems problems, CancellationToken ct) =>
        await BranchesOfAsync(codes, state, district, ct) is { } branches
            ? Answer(http, branches.Select(branch => new BranchPlace(branch.Code, state + district + branch.Code, branch.Name, branch.Names)))
            : problems.NotFound();

    private static async Task<IResult> InstitutionsAsync(
        string state, string district, string branch, HttpContext http, ReferenceCodes codes, ApiProblems problems, CancellationToken ct) =>
        await InstitutionsOfAsync(codes, state, district, branch, ct) is { } institutions ? Answer(http, Places(institutions)) : problems.NotFound();

    private static async Task<IResult> CurriculumAsync(
        string state, string district, string branch, string institution, HttpContext http, ReferenceCodes codes, ApiProblems problems, CancellationToken ct)
    {
        if (await InstitutionsOfAsync(codes, state, district, branch, ct) is not { } institutions || !Has(institutions, institution))
        {
            return problems.NotFound();
        }

        var taught = await codes.CurriculumAsync(BranchId.Of(state, district, branch), institution, ct);
        return Answer(http, taught.Select(one => new Taught(one.ProgrammeCode, one.DepartmentCode, one.ClassCode, one.Media)));
    }

    private static async Task<IReadOnlyList<Named>?> DistrictsOfAsync(ReferenceCodes codes, string state, CancellationToken ct) =>
        Has(await codes.StatesAsync(ct), state) ? await codes.DistrictsAsync(state, ct) : null;

    private static async Task<IReadOnlyList<Named>?> BranchesOfAsync(ReferenceCodes codes, string state, string district, CancellationToken ct) =>
        await DistrictsOfAsync(codes, state, ct) is { } districts && Has(districts, district) ? await codes.BranchesAsync(state, district, ct) : null;

    private static async Task<IReadOnlyList<Named>?> InstitutionsOfAsync(ReferenceCodes codes, string state, string district, string branch, CancellationToken ct) =>
        await BranchesOfAsync(codes, state, district, ct) is { } branches && Has(branches, branch)
            ? await codes.InstitutionsAsync(BranchId.Of(state, district, branch), ct)
            : null;

    private static bool Has(IReadOnlyList<Named> places, string code) => places.Any(place => place.Code == code);

    private static IEnumerable<Place> Places(IReadOnlyList<Named> named) => named.Select(place => new Place(place.Code, place.Name, place.Names));

    private static IResult Answer<T>(HttpContext http, IEnumerable<T> items) => Conditional.Answer(http, new ApiList<T>([.. items]), cache: Cache);

    /// <summary>A code with its name and the name's translations by language.</summary>
    internal sealed record Place(string Code, string Name, IReadOnlyDictionary<string, string> Names);

    /// <summary>A branch: its own two characters, and the whole id of six.</summary>
    internal sealed record BranchPlace(string Code, string BranchId, string Name, IReadOnlyDictionary<string, string> Names);

    /// <summary>A class that is taught, and in which media.</summary>
    internal sealed record Taught(string Programme, string Department, string Class, IReadOnlyList<string> Media);
}
