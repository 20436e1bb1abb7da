using System.Text.RegularExpressions;
using Vise.Data.Caching;
using Vise.Domain.Codes;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Caching;

/// <summary>Keys, lifetimes and scopes are those of the contract, and stand in one file.</summary>
public class CacheKeysTests
{
    private static readonly BranchId Pune = BranchId.Parse("272501");

    [Theory]
    [InlineData("geo", "geo:{state}:{district}", "24:00")]
    [InlineData("institution", "institution:{branch_id}:{institution}", "12:00")]
    [InlineData("branch", "branch:{state}:{district}:{branch}", "08:00")]
    [InlineData("curriculum", "curriculum:{branch_id}:{institution}:{programme}:{department}", "04:00")]
    [InlineData("access", "access:{account}", "02:00")]
    [InlineData("student", "student:{enrollment_id}", "00:30")]
    [InlineData("app", "app:{application_id}", "00:20")]
    [InlineData("stats", "stats:app:{branch_id}:{status}", "00:10")]
    [InlineData("session", "session:{id}", "00:15")]
    [InlineData("auth", "auth:{id}", "00:05")]
    [InlineData("draft", "draft:{id}", "00:05")]
    [InlineData("valid", "valid:{hash}", "00:02")]
    [InlineData("search", "search:{scope}:{hash}", "00:01")]
    public void A_region_of_the_contract_exists_as_it_says(string name, string pattern, string lifetime)
    {
        var region = CacheKeys.Region(name)!;

        Assert.Equal((pattern, lifetime), (region.Pattern, region.Lifetime.ToString(region.Lifetime.Days > 0 ? "d\\.hh\\:mm" : "hh\\:mm", null).Replace("1.00:00", "24:00", StringComparison.Ordinal)));
        Assert.NotEmpty(region.Why);
    }

    [Fact]
    public void A_region_with_personal_data_is_off_unless_it_holds_ids_and_roles_alone()
    {
        Assert.Equal(["access"], CacheKeys.Regions.Where(region => region.IsPersonal && region.IsOn).Select(region => region.Name));
        Assert.Equal(["access", "app", "auth", "draft", "search", "session", "student", "valid"], CacheKeys.Regions.Where(region => region.IsPersonal).Select(region => region.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_key_begins_with_its_region_and_carries_its_scope()
    {
        (CacheKey Key, string Text)[] keys =
        [
            (CacheKeys.States, "geo::"), (CacheKeys.Districts("27"), "geo:27:"), (CacheKeys.Branches("27", "25"), "branch:27:25:"), (CacheKeys.Branch(Pune), "branch:27:25:01"),
            (CacheKeys.Institutions(Pune), "institution:272501:"), (CacheKeys.Curriculum(Pune, "01"), "curriculum:272501:01::"),
            (CacheKeys.Access(Guid.Empty), "access:00000000000000000000000000000000"), (CacheKeys.Statistics("2725", AcademicYear.Parse("2025-26")), "stats:app:2725::2025-26"),
            (CacheKeys.Terms, "terms:"), (CacheKeys.AgeRules("27"), "ages:27"), (CacheKeys.IncomeCaps, "incomes:"), (CacheKeys.OpenPlaces, "open:"), (CacheKeys.School(Pune, "01"), "school:272501:01"),
        ];

        Assert.All(keys, one => Assert.Equal(one.Text, one.Key.Key));
        Assert.All(keys, one => Assert.Same(one.Key.Region, CacheKeys.RegionOf(one.Key.Key)));
        Assert.Null(CacheKeys.RegionOf("nosuch:1"));
        Assert.Null(CacheKeys.RegionOf("geo"));
    }

    [Fact]
    public void No_other_file_makes_a_key()
    {
        var names = string.Join('|', CacheKeys.Regions.Select(region => region.Name));
        var search = new Regex($"\"({names}):[{{:\"]", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
        Assert.Matches(search, "cache.Get($\"branch:{id}\")");
        Assert.DoesNotContain(
            new[] { "Vise.Data", "Vise.Web" }.SelectMany(room => Source.Files(room, ".cs", ".razor")),
            file => Path.GetFileName(file) is not "CacheKeys.cs" && search.IsMatch(File.ReadAllText(file)));
    }

    [Fact]
    public void Every_region_that_is_on_is_dropped_by_some_change_or_gone_within_a_minute()
    {
        string[] sources = ["codes.geographic", "codes.branch", "codes.institution", "codes.curriculum", "codes.term", "codes.age_rule", "codes.income_cap", "admissions.cycle", "users.access_grant", "admissions.application_event"];
        var dropped = sources.SelectMany(source => CacheDrops.Of(source, "")).Select(drop => drop.Region).ToHashSet();

        Assert.All(CacheKeys.Regions.Where(region => region.IsOn), region => Assert.Contains(region, dropped));
    }

    [Theory]
    [InlineData("codes.geographic", "2725", "geo::", "geo:27:")]
    [InlineData("codes.branch", "272501", "branch:27:25:", "branch:27:25:01")]
    [InlineData("codes.institution", "27250101", "institution:272501:", "school:272501:01")]
    [InlineData("codes.curriculum", "27250101", "curriculum:272501:01::")]
    [InlineData("codes.age_rule", "27", "ages:27")]
    [InlineData("users.session", "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "access:6f9619ff8b86d011b42d00cf4fc964ff")]
    [InlineData("admissions.application_event", "27250125", "stats:app:::2025-26", "stats:app:27::2025-26", "stats:app:2725::2025-26", "stats:app:272501::2025-26")]
    [InlineData("command", "key:geo:27:", "geo:27:")]
    [InlineData("admissions.seat", "27250101", "school:272501:01")]
    [InlineData("admissions.cycle_class", "27250101", "school:272501:01")]
    public void A_change_drops_what_it_makes_old_and_nothing_else(string source, string place, params string[] keys) =>
        Assert.Equal(keys, CacheDrops.Of(source, place).Select(drop => drop.Key));

    [Fact]
    public void A_pattern_reaches_the_regions_that_it_names()
    {
        Assert.Equal(["branch"], CacheDrops.Matching("branch:27:*").Select(drop => drop.Region.Name));
        Assert.Equal(CacheKeys.Regions.Count, CacheDrops.Matching("*:27*").Count());
        Assert.Empty(CacheDrops.Matching("nosuch:27"));
        var drop = CacheDrops.Matching("branch:27:*").Single();
        Assert.True(drop.Covers("branch:27:25:01"));
        Assert.False(drop.Covers("branch:29:20:01"));
    }
}
