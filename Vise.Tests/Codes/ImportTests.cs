using System.Text;
using Vise.Data.Codes;
using Vise.Domain;
using Vise.Domain.Codes;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Codes;

/// <summary>One file of branches, institutions and curriculum: every line's fate before anything is written, then all of it or nothing.</summary>
public class ImportTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task What_is_written_out_reads_in_as_the_same()
    {
        await using var world = await CodesWorld.OpenAsync(cluster);
        // a formula, a quote, a line's separator and an apostrophe of the school's own
        await world.School.Database.ExecuteAsync("""update codes.institution set name = '=1+1 "Best", School', locality = '''-Quoted' where branch_id = '272501' and institution_code = '01'""");
        foreach (var actor in (Domain.Users.Actor[])[world.System, world.School.Admin])
        {
            var file = (await world.Import.ExportAsync(actor, None))!;
            Assert.Equal([0xEF, 0xBB, 0xBF], file[..3]);
            Assert.Contains("\"'=1+1 \"\"Best\"\", School\"", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
            var run = (await world.Import.TryAsync(actor, file, None)).Value!;
            Assert.Equal(run.Lines.Count, run.Count(LineFate.Same));
            Assert.False(run.MayApply);
            Assert.Equal(actor == world.System ? 111 : 55, run.Lines.Count);
        }

        Assert.Null(await world.Import.ExportAsync(world.School.Clerk, None));
        Assert.IsType<Forbidden>((await world.Import.TryAsync(world.School.Clerk, Encoding.UTF8.GetBytes("kind,branch_id\nbranch,272501"), None)).Refusal);
    }

    [Fact]
    public async Task A_dry_run_tells_every_lines_fate_and_writes_nothing()
    {
        await using var world = await CodesWorld.OpenAsync(cluster);
        var run = (await TryAsync(world, world.System, """
            kind,branch_id,institution,programme,department,class,name,name_hi,udise_code,pin_code,media,retired,time_zone
            branch,272503,,,,,Baramati,बारामती,,,,,
            institution,272503,01,,,,Shivaji Vidyalaya,,27250300101,413102,,,
            curriculum,272503,01,SB,GEN,05,,,,,mr en,,
            branch,272501,,,,,Pune City,पुणे नगर,,,,,Asia/Kolkata
            institution,272502,01,,,,Haveli Public School,हवेली पब्लिक स्कूल,,412207,,,
            institution,272502,1,,,,Short,,,,,,
            institution,272502,02,,,,,,123,011111,,,
            curriculum,272502,09,SB,GEN,05,,,,,mr,,
            curriculum,272502,01,XX,GEN,05,,,,,zz,,
            branch,27ZZ01,,,,,Nowhere,,,,,,
            branch,27251,,,,,Short,,,,,,
            school,272501,,,,,,,,,,,
            branch,272503,,,,,Baramati again,,,,,,
            institution,272501,03,,,,One,,27250100999,,,,
            institution,272501,04,,,,Two,,27250100999,,,maybe,
            branch,272502,,,,,Haveli,हवेली,,,,yes,Asia/Kolkata
            institution,272501,01,,,,Savitribai Phule Vidyalaya,सावित्रीबाई फुले विद्यालय,,411005,,yes,
            curriculum,272501,02,SB,GEN,05,,,,411005,mr en,,
            """)).Value!;

        string Fate(int line) => run.Lines.Single(result => result.Line == line) is var found
            ? $"{found.Fate} {string.Join(' ', found.Problems.Select(problem => $"{problem.Path}:{problem.Code}"))}{string.Join(' ', found.Changes.Select(change => $"{change.Column}:{change.Old}>{change.New}"))}".Trim() : "";
        Assert.Equal(
            [
                "New", "New", "New", "Changed name_hi:पुणे शहर>पुणे नगर", "Same", "Refused institution:CodeForm", "Refused name:Required udise_code:UdiseForm pin_code:PinForm",
                "Refused institution:InstitutionUnknown", "Refused programme:TermUnknown media:TermUnknown", "Refused branch_id:DistrictUnknown", "Refused branch_id:BranchIdForm", "Refused kind:KindUnknown",
                "Refused branch_id:Twice", "New", "Refused retired:YesNo", "Refused retired:PartsInUse", "Refused retired:CycleRunning", "Refused pin_code:ColumnUnused",
            ],
            Enumerable.Range(2, 18).Select(Fate));
        Assert.Equal(LineFate.Refused, run.Lines[0].Fate);
        Assert.Equal(LineFate.Same, run.Lines[^1].Fate);
        Assert.False(run.MayApply);
        Assert.IsType<RowsRefused>((await ApplyAsync(world, world.System, "kind,branch_id,name\nbranch,27ZZ01,Nowhere\n", null)).Refusal);
        Assert.Equal(0L, await world.School.Database.ScalarAsync<long>("select count(*) from codes.branch where branch_id = '272503'"));
        Assert.Equal(0L, await world.School.Database.ScalarAsync<long>("select count(*) from codes.history"));
    }

    [Fact]
    public async Task A_column_that_is_not_there_changes_nothing_and_an_empty_cell_clears()
    {
        await using var world = await CodesWorld.OpenAsync(cluster);
        Assert.Equal(new Imported(1, 2), (await ApplyAsync(world, world.System, "kind;branch_id;institution;name;locality\ninstitution;272501;01;Savitribai Phule School;\r\ninstitution;272501;02;Jnana Prabodhini School;Pune\r\nbranch;272503;;Baramati;", null)).Value);
        Assert.Equal("Savitribai Phule School||411005|सावित्रीबाई फुले विद्यालय", await world.TextAsync("select concat_ws('|', name, locality, pin_code, names ->> 'hi') from codes.institution where branch_id = '272501' and institution_code = '01'"));
        Assert.Equal("Asia/Kolkata", await world.TextAsync("select time_zone from codes.branch where branch_id = '272503'"));
        Assert.Equal("Lata", await world.TextAsync("select string_agg(distinct actor_name, ',') from codes.history"));
        Assert.Equal("{\"locality\": \"\"}", await world.TextAsync("select (new_values - 'name')::text from codes.history where record = '272501/01'"));
    }

    [Fact]
    public async Task Nothing_is_written_when_what_is_there_changed_since_or_a_branch_is_not_ones_own()
    {
        await using var world = await CodesWorld.OpenAsync(cluster);
        const string file = "kind,branch_id,institution,name\ninstitution,272501,01,Phule School\ninstitution,272501,09,New School\n";
        var seen = (await TryAsync(world, world.School.Admin, file)).Value!.Digest;
        await world.School.Database.ExecuteAsync("update codes.institution set name = 'Meanwhile' where branch_id = '272501' and institution_code = '01'");
        Assert.IsType<ImportStale>((await ApplyAsync(world, world.School.Admin, file, seen)).Refusal);
        Assert.Equal("Meanwhile", await world.TextAsync("select string_agg(name, ',') from codes.institution where branch_id = '272501' and institution_code in ('01', '09')"));
        // what is not named in the file may change meanwhile
        seen = (await TryAsync(world, world.School.Admin, file)).Value!.Digest;
        await world.School.Database.ExecuteAsync("update codes.institution set name = 'Another' where branch_id = '272502'");
        Assert.Equal(new Imported(1, 1), (await ApplyAsync(world, world.School.Admin, file, seen)).Value);

        var foreign = (await TryAsync(world, world.School.Admin, "kind,branch_id,institution,name\ninstitution,272502,02,Planted\nbranch,272501,,Renamed\nbranch,272501,,Pune City\n")).Value!;
        Assert.Equal(["NotYours", "BranchNotYours", "Twice"], foreign.Lines.Select(line => line.Problems[0].Code));
        Assert.IsType<Forbidden>((await ApplyAsync(world, world.School.Clerk, file, seen)).Refusal);
    }

    [Theory]
    [InlineData("", "Empty", "")]
    [InlineData("kind,branch_id\n", "Empty", "")]
    [InlineData("kind,name\nbranch,x", "NoKind", "")]
    [InlineData("kind,branch_id,nmae\nbranch,272501,x", "ColumnUnknown", "nmae")]
    [InlineData("kind,branch_id,name,name\nbranch,272501,x,y", "ColumnTwice", "name")]
    [InlineData("kind,branch_id,name\nbranch,272501,\"x\nbranch,272502,y", "Broken", "2")]
    [InlineData("kind,branch_id,name\nbranch,272501,x,y", "Broken", "2")]
    public void A_file_that_is_none_is_refused_in_one_sentence(string text, string why, string what) =>
        Assert.Equal(new FileRefused(why, what), CodeFile.Read(Encoding.UTF8.GetBytes(text)).Refusal);

    [Fact]
    public void Too_much_and_what_is_no_text_are_refused()
    {
        Assert.Equal(new FileRefused("TooLarge"), CodeFile.Read(new byte[CodeFile.MostBytes + 1]).Refusal);
        Assert.Equal(new FileRefused("NotText"), CodeFile.Read(Encoding.Latin1.GetBytes("kind,branch_id,name\nbranch,272501,Pun\u00e9")).Refusal);
        Assert.Equal(new FileRefused("NotText"), CodeFile.Read("PK\u0003\u0004\0\0"u8.ToArray()).Refusal);
        Assert.Equal(new FileRefused("TooManyRows"), CodeFile.Read(Encoding.UTF8.GetBytes("kind,branch_id\n" + string.Concat(Enumerable.Repeat("branch,272501\n", CodeFile.MostRows + 1)))).Refusal);
    }

    [Fact]
    public async Task A_thousand_branches_with_twelve_hundred_institutions_import_in_one_go()
    {
        await using var world = await CodesWorld.OpenAsync(cluster);
        var file = await NetworkAsync(world, branches: 1000, institutions: 1200);
        var started = TimeProvider.System.GetTimestamp();
        var run = (await world.Import.TryAsync(world.System, file, None)).Value!;
        var tried = TimeProvider.System.GetElapsedTime(started);
        Assert.Equal(1000 + 1200 + (1200 * 26), run.Count(LineFate.New));
        Assert.Equal(new Imported(run.Lines.Count, 0), (await world.Import.ApplyAsync(world.System, file, run.Digest, None)).Value);
        var applied = TimeProvider.System.GetElapsedTime(started) - tried;
        TestContext.Current.TestOutputHelper?.WriteLine($"{file.Length} bytes, {run.Lines.Count} lines: dry run {tried.TotalSeconds:0.0} s, written {applied.TotalSeconds:0.0} s");
        Assert.Equal(1000L, await world.School.Database.ScalarAsync<long>("select count(*) from codes.history where target = 'branch'"));
        Assert.Equal(1200L, await world.School.Database.ScalarAsync<long>("select count(*) from codes.history where target = 'institution'"));
        Assert.Equal(0L, await world.School.Database.ScalarAsync<long>("select count(*) from staging.code_row"));
        var again = (await world.Import.TryAsync(world.System, file, None)).Value!;
        Assert.Equal(again.Lines.Count, again.Count(LineFate.Same));
        Assert.True(tried + applied < TimeSpan.FromSeconds(60));
    }

    private static async Task<byte[]> NetworkAsync(CodesWorld world, int branches, int institutions)
    {
        var districts = (await world.TextAsync("select string_agg(state_code || district_code, ' ' order by state_code, district_code) from codes.geographic where district_code <> '00'"))!.Split(' ');
        var text = new StringBuilder("kind,branch_id,institution,programme,department,class,name,name_hi,pin_code,media\n");
        for (var at = 0; at < branches; at++)
        {
            var branch = $"{districts[at % districts.Length]}{Base36.Alphabet[20 + (at / districts.Length)]}1";
            text.Append(null, $"branch,{branch},,,,,Branch {at},शाखा {at},,\n");
            for (var school = 1; school <= (at < institutions - branches ? 2 : 1); school++)
            {
                text.Append(null, $"institution,{branch},0{school},,,,School {at}-{school},विद्यालय {at},4110{at % 100:00},\n");
                foreach (var programme in (string[])["SB", "CB"])
                {
                    foreach (var classCode in (string[])["NU", "LK", "UK", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10"])
                    {
                        text.Append(null, $"curriculum,{branch},0{school},{programme},GEN,{classCode},,,,en hi\n");
                    }
                }
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static Task<Outcome<DryRun>> TryAsync(CodesWorld world, Domain.Users.Actor by, string file) => world.Import.TryAsync(by, Encoding.UTF8.GetBytes(file), None);

    private static async Task<Outcome<Imported>> ApplyAsync(CodesWorld world, Domain.Users.Actor by, string file, string? digest) =>
        await world.Import.ApplyAsync(by, Encoding.UTF8.GetBytes(file), digest ?? (await TryAsync(world, by, file)).Value!.Digest, None);
}
