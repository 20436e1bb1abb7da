using CsCheck;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Admissions;

public class IdTests(TestCluster cluster)
{
    private static readonly Gen<string> Bodies = Gen.Char[Base36.Alphabet].Array[15].Select(characters =>
    {
        characters[8] = (char)('0' + (characters[8] % 10));
        characters[9] = (char)('0' + (characters[9] % 10));
        characters[10] = 'A';
        return new string(characters);
    });

    [Fact]
    public void Every_single_wrong_character_is_caught() => Bodies.Sample(body =>
    {
        var id = body + Base36.CheckCharacter(body);
        Assert.True(ApplicationId.TryParse(id, out _));
        for (var place = 0; place < 16; place++)
        {
            foreach (var other in Base36.Alphabet.Where(other => other != id[place]))
            {
                Assert.False(ApplicationId.TryParse(id[..place] + other + id[(place + 1)..], out _));
            }
        }
    }, iter: 200);

    [Fact]
    public void Over_99_8_percent_of_swaps_of_neighbours_are_caught()
    {
        // one character leads to each of the scheme's 36 states, so three characters hold every case there is
        var swaps = Base36.Alphabet.SelectMany(before => Base36.Alphabet.SelectMany(left => Base36.Alphabet.Where(right => right != left)
            .Select(right => Base36.CheckCharacter([before, left, right]) == Base36.CheckCharacter([before, right, left])))).ToList();

        Assert.Equal(36 * 36 * 35, swaps.Count);
        Assert.True(swaps.Count(missed => missed) < swaps.Count * 0.002, $"{swaps.Count(missed => missed)} of {swaps.Count} swaps are missed");
    }

    [Fact]
    public async Task The_database_computes_the_same_check_character()
    {
        await using var database = await cluster.NewDatabaseAsync();
        foreach (var body in (string[])["2725010125A0F37", "000000000000000", "ZZZZZZZZ99AZZZZ", "29200101" + "26E0001"])
        {
            Assert.Equal(Base36.CheckCharacter(body).ToString(), await database.ScalarAsync<string>($"select admissions.check_character('{body}')"));
        }
    }

    [Theory]
    [InlineData("2725 0101 25a0 0011", true)]
    [InlineData("2725010125A00012", false)]
    [InlineData("2725010125E00011", false)]
    [InlineData("2725010125A0001", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("272501 0125A0001!", false)]
    public void An_id_is_read_with_or_without_spaces_and_in_either_case(string? text, bool right)
    {
        var expected = right ? "2725010125A0001" + Base36.CheckCharacter("2725010125A0001") : null;
        var typed = right ? text![..^1] + expected![15] : text;

        Assert.Equal(right, ApplicationId.TryParse(typed, out var id));
        if (right)
        {
            Assert.Equal(expected, id.Value);
            Assert.Equal("272501", id.Branch.Value);
            Assert.Equal(19, id.InFours.Length);
        }
    }

    [Fact]
    public async Task Serials_never_repeat_however_many_begin_at_once()
    {
        await using var school = await TestSchool.OpenAsync(cluster);

        var ids = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => school.ADraftAsync(by: school.Clerk)));

        Assert.Equal(40, ids.Distinct().Count());
        Assert.All(ids, id => Assert.True(ApplicationId.TryParse(id.Value, out _)));
    }

    [Theory]
    [InlineData("2025-26", true)]
    [InlineData("2099-00", true)]
    [InlineData("2025-27", false)]
    [InlineData("2025-2026", false)]
    [InlineData("1999-00", false)]
    [InlineData("20 5-26", false)]
    public void An_academic_year_is_two_years_in_a_row(string text, bool right) => Assert.Equal(right, AcademicYear.TryParse(text, out _));

    [Fact]
    public void A_session_runs_from_April_to_March()
    {
        Assert.Equal("2025-26", AcademicYear.On(new DateOnly(2026, 3, 31)).ToString());
        Assert.Equal("2026-27", AcademicYear.On(new DateOnly(2026, 4, 1)).ToString());
    }
}
