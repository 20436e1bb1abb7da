using Vise.Data.Admissions;
using Vise.Domain.Codes;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>Schools are found by place and by PIN code, in any script.</summary>
public class SchoolSearchTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    // the school's name, its beginning, without regard to case
    [InlineData("savitribai", "27250101")]
    [InlineData("JNANA Prab", "27250102")]
    // locality, branch, district, state; all words must match
    [InlineData("jayanagar", "29200101")]
    [InlineData("wagholi", "27250201")]
    [InlineData("haveli public", "27250201")]
    [InlineData("pune", "27250101", "27250102", "27250201")]
    [InlineData("maharashtra jnana", "27250102")]
    [InlineData("pune jayanagar")]
    // the regional script, whole and begun
    [InlineData("ज्ञान प्रबोधिनी", "27250102")]
    [InlineData("सावित्री", "27250101")]
    [InlineData("बेंगलुरु", "29200101")]
    [InlineData("महाराष्ट्र", "27250101", "27250102", "27250201")]
    // words written as one, and one word written as two
    [InlineData("sadashivpeth", "27250102")]
    [InlineData("shivaji nagar", "27250101")]
    // a PIN code: its own first, then the nearest of the same three digits; digits of any script, a space
    [InlineData("411030", "27250102", "27250101")]
    [InlineData("४११००५", "27250101", "27250102")]
    [InlineData("560 041", "29200101")]
    [InlineData("412999", "27250201")]
    [InlineData("4110", "27250101", "27250102")]
    // nothing
    [InlineData("nosuchplace")]
    [InlineData("999999")]
    [InlineData("  ")]
    [InlineData("%")]
    public async Task A_school_is_found_by_what_people_type(string typed, params string[] schools)
    {
        await using var school = await TestSchool.OpenAsync(cluster);

        Assert.Equal(schools, (await new SchoolSearch(school.Branches).FindAsync(typed, openOnly: false, null, None)).Schools.Select(found => found.Branch.Value + found.InstitutionCode));
    }

    [Fact]
    public async Task Results_say_what_is_open_until_when_and_go_on_page_by_page()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await school.Database.ExecuteAsync("""
            insert into codes.institution (branch_id, institution_code, name, locality, pin_code)
            select '272501', chr(65 + n / 36) || substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', n % 36 + 1, 1), 'Made School ' || n, 'Made Place', case when n < 30 then '413001' else '413' || 100 + n end from generate_series(0, 49) n
            """);
        var search = new SchoolSearch(school.Branches);

        var open = (await search.FindAsync("savitribai", false, null, None)).Schools.Single().Open;
        Assert.Equal("2025-26", open[0].Year.ToString());
        Assert.Equal(13, open[0].ClassCodes.Count);
        Assert.All(open, session => Assert.True(session.ClosesTime > DateTimeOffset.MinValue));
        foreach (var typed in (string[])["made pla", "413001"])
        {
            List<string> seen = [];
            SchoolCursor? after = null;
            do
            {
                var page = await search.FindAsync(typed, false, SchoolCursor.Read(after?.ToString()), None);
                seen.AddRange(page.Schools.Select(found => $"{found.Away} {found.Branch}{found.InstitutionCode}"));
                after = page.Next;
            }
            while (after is not null);

            Assert.Equal(50, seen.Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(seen.Order(StringComparer.Ordinal), seen);
            Assert.Empty((await search.FindAsync(typed, openOnly: true, null, None)).Schools);
        }
    }

    [Fact]
    public async Task A_new_name_is_found_at_once_the_old_one_no_more_and_what_is_retired_never()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var search = new SchoolSearch(school.Branches);
        async Task<int> CountAsync(string typed) => (await search.FindAsync(typed, false, null, None)).Schools.Count;

        await school.Database.ExecuteAsync("update codes.institution set name = 'Ahilya Vidyalaya', pin_code = '411099' where branch_id = '272501' and institution_code = '01'");
        Assert.Equal((1, 0, 2), (await CountAsync("ahilya"), await CountAsync("savitribai"), await CountAsync("411099")));
        Assert.Equal(2, await CountAsync("पुणे शहर"));
        await school.Database.ExecuteAsync("update codes.branch set names = '{\"ta\": \"புனே\"}' where branch_id = '272501'");
        Assert.Equal((2, 0), (await CountAsync("புனே"), await CountAsync("पुणे शहर")));
        await school.Database.ExecuteAsync("update codes.geographic set name = 'Bengaluru Nagara' where state_code = '29' and district_code = '20'");
        Assert.Equal(1, await CountAsync("nagara"));
        await school.Database.ExecuteAsync("update codes.institution set retired_time = now() where branch_id = '292001'");
        Assert.Equal(0, await CountAsync("nagara"));
        await school.Database.ExecuteAsync("update codes.branch set retired_time = now() where branch_id = '272502'");
        Assert.Equal(0, await CountAsync("wagholi"));
    }

    [Fact]
    public async Task The_database_reads_words_as_the_search_does()
    {
        await using var database = await cluster.NewDatabaseAsync();

        foreach (var name in (string[])["St. Mary’s (Girls), École-Supérieure & Co", "ज़िला परिषद् विद्यालय, पुणे", "क\u200Dष शाळा", "  புனே/நகரம்  ", "DAV No.2", "İstanbul [old]"])
        {
            var words = PlaceWords.Of(name);
            var pairs = words.Zip(words.Skip(1), (one, next) => one + next);
            var keys = await database.ScalarAsync<string[]>($"select array_agg(key order by key collate \"C\") from codes.place_keys($name${name}$name$)");

            Assert.Equal(words.Concat(pairs).Order(StringComparer.Ordinal), keys!);
        }
    }

    [Fact]
    public async Task The_index_serves_the_search_under_row_security()
    {
        await using var school = await TestSchool.OpenAsync(cluster);

        var plan = await school.Database.ScalarAsync<string>("""
            set enable_seqscan = off; begin; set local role vise_public;
            explain (format json) select institution_code from codes.school_key where key >= 'pune' and key < 'pune~'
            """, school.Database.AppConnection);

        Assert.Contains("\"Index Cond\": \"((key >= 'pune'", plan, StringComparison.Ordinal);
    }
}
