using System.Reflection;
using System.Text.RegularExpressions;
using Vise.Data;
using Vise.Domain;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Architecture;

/// <summary>Which room may touch what (ARCHITECTURE 2). Each rule is first seen to find a planted violation.</summary>
public class RoomsTests
{
    public static TheoryData<string, string, string, string> SourceRules => new()
    {
        { "Vise.Domain", @"\bSystem\.Security\.Claims|Microsoft\.|Npgsql|\bDateTime(Offset)?\.(Utc)?Now|TimeProvider", "using Microsoft.EntityFrameworkCore;", "the domain touches the BCL alone" },
        { "Vise.Data", @"Microsoft\.AspNetCore|HttpContext|\.razor|IStringLocalizer", "using Microsoft.AspNetCore.Http;", "data knows no HTTP and no user-interface text" },
        { "Vise.Web", @"\bViseContext\b|\.FromSql", "db => new ViseContext(options)", "pages and endpoints reach data through queries and desks" },
        { "Vise.Web", @"(?m)^(?!@page |\s*///)(?!.*\[Route\().*""/(?!proc/)[a-z_]", "<a href=\"/desk\">", "addresses are built in Paths.cs" },
        { "Vise.Data", @"new ViseContext\((?!_options)", "new ViseContext(options)", "BranchDb is the only door" },
    };

    [Theory]
    [MemberData(nameof(SourceRules))]
    public void A_rooms_source_touches_only_what_it_may(string room, string forbidden, string planted, string rule)
    {
        var search = new Regex(forbidden, RegexOptions.None, TimeSpan.FromSeconds(5));
        Assert.Matches(search, planted);

        // Paths.cs and ApiPaths.cs are the place of addresses, /proc is the machine's; Local knows paths of the machine and no address
        var found = Source.Files(room, ".cs", ".razor").Where(file => Path.GetFileName(file) is not ("Paths.cs" or "ApiPaths.cs") && Path.GetFileName(Path.GetDirectoryName(file)) != "Local").Where(file => search.IsMatch(File.ReadAllText(file))).Select(Path.GetFileName).ToList();

        Assert.True(found.Count == 0, $"{rule}: {string.Join(", ", found)}");
    }

    [Fact]
    public void Assemblies_refer_only_to_the_rooms_below()
    {
        var (domain, data) = (References(typeof(Refusal).Assembly), References(typeof(BranchDb).Assembly));
        Assert.NotEmpty(BeyondDomain([.. domain, "Npgsql"]));
        Assert.NotEmpty(BeyondData([.. data, "Vise.Web"]));
        Assert.NotEmpty(BeyondData(References(typeof(RoomsTests).Assembly)));

        Assert.Empty(BeyondDomain(domain));
        Assert.Empty(BeyondData(data));
    }

    [Fact]
    public void No_file_needs_much_scrolling()
    {
        using var folder = new TestFolder();
        var (code, page) = (Path.Combine(folder.Path, "Long.cs"), Path.Combine(folder.Path, "Long.razor"));
        File.WriteAllLines(code, Enumerable.Repeat("//", 251));
        File.WriteAllLines(page, Enumerable.Repeat("<br />", 151));
        Assert.Equal(2, TooLong([code, page]).Count());

        string[] rooms = ["Vise.Domain", "Vise.Data", "Vise.Web", "Vise.Tests"];
        var found = TooLong(rooms.SelectMany(room => Source.Files(room, ".cs", ".razor"))).ToList();
        Assert.True(found.Count == 0, string.Join(", ", found));
    }

    [Fact]
    public void Usings_stand_in_order()
    {
        using var folder = new TestFolder();
        var code = Path.Combine(folder.Path, "Mixed.cs");
        File.WriteAllLines(code, ["using Vise.Data;", "using System.Text;"]);
        Assert.Single(Mixed([code]));

        string[] rooms = ["Vise.Domain", "Vise.Data", "Vise.Web", "Vise.Tests"];
        Assert.Empty(Mixed(rooms.SelectMany(room => Source.Files(room, ".cs"))));
    }

    [Fact]
    public void Modules_bear_the_names_of_the_contract()
    {
        var namespaces = new[] { typeof(Refusal), typeof(BranchDb), typeof(Vise.Web.Shell.Paths) }
            .SelectMany(type => type.Assembly.GetTypes()).Select(type => type.Namespace).OfType<string>().ToList();
        Assert.Equal(["Helpers"], Strange([.. namespaces, "Vise.Web.Helpers"]));

        Assert.Empty(Strange(namespaces));
    }

    private static IEnumerable<string> BeyondDomain(IEnumerable<string> references) => references.Where(name => !name.StartsWith("System", StringComparison.Ordinal));

    private static IEnumerable<string> BeyondData(IEnumerable<string> references) =>
        references.Where(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name == "Vise.Web");

    private static IEnumerable<string> TooLong(IEnumerable<string> files) => files
        .Select(file => (Name: Path.GetFileName(file), Lines: File.ReadLines(file).Count()))
        .Where(file => file.Lines > (file.Name.EndsWith(".razor", StringComparison.Ordinal) ? 150 : 250)).Select(file => $"{file.Name} ({file.Lines})");

    // what the build and the check of white space do not look at: those of System first, then by name, part by part
    private static IEnumerable<string> Mixed(IEnumerable<string> files) => files.Where(file =>
    {
        var usings = File.ReadLines(file).Select(line => line.Trim('\uFEFF')).Where(line => line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('=', StringComparison.Ordinal)
            && !line.Contains('(', StringComparison.Ordinal) && line.Count(letter => letter == ' ') == 1).Select(line => line["using ".Length..^1]).ToList();
        return !usings.SequenceEqual(
            usings.OrderBy(name => name.Split('.')[0] != "System").ThenBy(name => name.Replace('.', '\0'), StringComparer.OrdinalIgnoreCase), StringComparer.Ordinal);
    });

    private static IEnumerable<string> Strange(IEnumerable<string> namespaces)
    {
        string[] modules =
            ["Admissions", "Users", "Administration", "Codes", "Finance", "Academic", "Attendance", "Sports", "Health", "Transport", "Food", "Media", "Operations"];
        string[] shared = ["Isolation", "Caching", "Secrets", "Migrations", "Shell", "Access", "Local"];
        return namespaces.Where(name => name.StartsWith("Vise.", StringComparison.Ordinal)).Select(name => name.Split('.')).Where(parts => parts.Length > 2)
            .Select(parts => parts[2]).Distinct(StringComparer.Ordinal).Except(modules.Concat(shared), StringComparer.Ordinal);
    }

    private static IReadOnlyList<string> References(Assembly assembly) => [.. assembly.GetReferencedAssemblies().Select(name => name.Name!)];
}
