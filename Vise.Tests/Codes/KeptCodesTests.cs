using Vise.Data.Codes;
using Vise.Domain;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Codes;

/// <summary>Codes are made, changed, retired and brought back by those who may, and every change is told.</summary>
public class KeptCodesTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly ListWish All = new("", ByCode: true, Descending: false, "en", null);
    private static readonly BranchId Baramati = BranchId.Parse("272503");

    [Fact]
    public async Task A_branch_is_made_changed_retired_and_brought_back_and_its_history_tells_all_of_it()
    {
        await using var world = await CodesWorld.OpenAsync(cluster);
        Assert.Null(await world.Geography.AddBranchAsync(world.System, "27", "25", "03", CodesWorld.ABranch(), None));
        Assert.IsType<CodeTaken>(await world.Geography.AddBranchAsync(world.System, "27", "25", "03", CodesWorld.ABranch(), None));
        Assert.IsType<ParentRetired>(await world.Geography.AddBranchAsync(world.System, "27", "00", "03", CodesWorld.ABranch(), None));
        Assert.IsType<ParentRetired>(await world.Geography.AddBranchAsync(world.System, "27", "ZZ", "03", CodesWorld.ABranch(), None));
        Assert.IsType<FormIncomplete>(await world.Geography.AddBranchAsync(world.System, "27", "25", "4", CodesWorld.ABranch(), None));

        var made = (await world.Queries.BranchAsync(world.System, Baramati, None))!;
        Assert.Null(await world.Geography.ChangeBranchAsync(world.System, Baramati, made.Version, BranchEntry.Of(CodesWorld.Called("Baramati Town", "बारामती"), null), None));
        var met = Assert.IsType<EditedByAnother>(await world.Geography.ChangeBranchAsync(world.System, Baramati, made.Version, CodesWorld.ABranch("Baramati East"), None));
        Assert.Equal(("Baramati East", "Baramati Town"), (met.Mine, met.Theirs));

        Assert.Null(await world.Schools.AddAsync(world.System, Baramati, "01", CodesWorld.ASchool(), None));
        var version = (await world.Queries.BranchAsync(world.System, Baramati, None))!.Version;
        Assert.IsType<PartsInUse>(await world.Geography.RetireBranchAsync(world.System, Baramati, version, retire: true, None));
        Assert.Null(await world.Schools.RetireAsync(world.System, Baramati, "01", (await world.Queries.InstitutionAsync(world.System, Baramati, "01", None))!.Version, retire: true, None));
        Assert.Null(await world.Geography.RetireBranchAsync(world.System, Baramati, version, retire: true, None));
        Assert.DoesNotContain(await world.School.Codes.BranchesAsync("27", "25", None), branch => branch.Code == "03");
        Assert.IsType<ParentRetired>(await world.Schools.AddAsync(world.System, Baramati, "02", CodesWorld.ASchool(), None));
        Assert.IsType<ParentRetired>(await world.Schools.RetireAsync(world.System, Baramati, "01", (await world.Queries.InstitutionAsync(world.System, Baramati, "01", None))!.Version, retire: false, None));
        Assert.Null(await world.Geography.RetireBranchAsync(world.System, Baramati, (await world.Queries.BranchAsync(world.System, Baramati, None))!.Version, retire: false, None));

        var told = await world.History.OfAsync(world.System, HistoryOf.Branch(Baramati), null, None);
        Assert.Equal(4, told.Count);
        Assert.All(told, entry => Assert.Equal(("Lata", "SystemAdmin"), (entry.Name, entry.Role)));
        Assert.Contains("\"retired_time\": null", told[0].NewValues, StringComparison.Ordinal);
        Assert.Equal("{\"name\": \"Baramati\", \"names\": {}}", told[2].OldValues);
        Assert.Equal("{\"name\": \"Baramati Town\", \"names\": {\"hi\": \"बारामती\"}}", told[2].NewValues);
        Assert.Null(told[3].OldValues);
        // saved again as it is: nothing to tell
        var now = (await world.Queries.BranchAsync(world.System, Baramati, None))!;
        Assert.Null(await world.Geography.ChangeBranchAsync(world.System, Baramati, now.Version, BranchEntry.Of(CodesWorld.Called("Baramati Town", "बारामती"), null), None));
        Assert.Equal(4, (await world.History.OfAsync(world.System, HistoryOf.Branch(Baramati), null, None)).Count);
    }

    [Fact]
    public async Task States_districts_schools_and_classes_hold_together()
    {
        await using var world = await CodesWorld.OpenAsync(cluster);
        Assert.Null(await world.Geography.AddAsync(world.System, "99", "00", CodesWorld.Called("Test State", "परीक्षण"), None));
        Assert.Null(await world.Geography.AddAsync(world.System, "99", "01", CodesWorld.Called("Test District"), None));
        var state = (await world.Queries.PlaceAsync(world.System, "99", "00", None))!;
        Assert.IsType<PartsInUse>(await world.Geography.RetireAsync(world.System, "99", "00", state.Version, retire: true, None));
        Assert.Null(await world.Geography.RetireAsync(world.System, "99", "01", (await world.Queries.PlaceAsync(world.System, "99", "01", None))!.Version, retire: true, None));
        Assert.Null(await world.Geography.RetireAsync(world.System, "99", "00", state.Version, retire: true, None));
        Assert.IsType<ParentRetired>(await world.Geography.AddAsync(world.System, "99", "02", CodesWorld.Called("Another"), None));

        Assert.Null(await world.Schools.AddAsync(world.School.Admin, TestSchool.Pune, "03", CodesWorld.ASchool(udise: "27250100101"), None));
        var taken = Assert.IsType<FormIncomplete>(await world.Schools.AddAsync(world.System, TestSchool.Haveli, "02", CodesWorld.ASchool(udise: "27250100101"), None));
        Assert.Equal("UdiseTaken", Assert.Single(taken.Problems).Code);
        var science = TaughtEntry.Of("SB", "SCI", "11", ["en", "mr"]);
        Assert.Null(await world.Schools.TeachAsync(world.School.Admin, TestSchool.Pune, "03", science, None));
        Assert.IsType<CodeTaken>(await world.Schools.TeachAsync(world.School.Admin, TestSchool.Pune, "03", science, None));
        var taught = Assert.Single(await world.Queries.CurriculumAsync(world.School.Admin, TestSchool.Pune, "03", None));
        Assert.Null(await world.Schools.ChangeTaughtAsync(world.School.Admin, TestSchool.Pune, "03", science with { Media = ["hi"] }, taught.Version, None));
        Assert.IsType<EditedByAnother>(await world.Schools.RetireTaughtAsync(world.School.Admin, TestSchool.Pune, "03", science, taught.Version, retire: true, None));

        // a cycle is open for what the demo teaches
        var school = (await world.Queries.InstitutionAsync(world.System, TestSchool.Pune, "01", None))!;
        Assert.IsType<CycleRunning>(await world.Schools.RetireAsync(world.System, TestSchool.Pune, "01", school.Version, retire: true, None));
        var first = (await world.Queries.CurriculumAsync(world.System, TestSchool.Pune, "01", None))[0];
        Assert.IsType<CycleRunning>(await world.Schools.RetireTaughtAsync(
            world.System, TestSchool.Pune, "01", TaughtEntry.Of(first.ProgrammeCode, first.DepartmentCode, first.ClassCode, first.Media), first.Version, retire: true, None));
    }

    [Fact]
    public async Task Lists_years_and_announcements_are_kept_too()
    {
        await using var world = await CodesWorld.OpenAsync(cluster);
        Assert.Null(await world.Lists.AddAsync(world.System, "programme", "IB", CodesWorld.Called("International Baccalaureate"), None));
        Assert.IsType<ListClosed>(await world.Lists.AddAsync(world.System, "quota", "sports", CodesWorld.Called("Sports"), None));
        Assert.Contains(await world.School.Codes.TermsAsync("programme", None), term => term.Code == "IB");
        var term = (await world.Queries.TermsAsync(world.System, "programme", null, None)).Single(known => known.Code == "IB");
        Assert.Null(await world.Lists.ChangeAsync(world.System, "programme", "IB", term.Version, CodesWorld.Called("IB Diploma"), 9, None));
        Assert.Null(await world.Lists.RetireAsync(world.System, "programme", "IB", (await world.Queries.TermsAsync(world.System, "programme", null, None)).Single(known => known.Code == "IB").Version, retire: true, None));
        Assert.Equal(3, (await world.History.OfAsync(world.System, HistoryOf.Term("programme", "IB"), null, None)).Count);

        var running = (await world.Queries.YearsAsync(world.School.Admin, None)).Single(year => year.AcademicYear.Start == 2025);
        Assert.IsType<CycleRunning>(await world.Lists.RetireYearAsync(world.System, running.AcademicYear, running.Version, retire: true, None));
        var far = AcademicYear.Parse("2040-41");
        Assert.Null(await world.Lists.AddYearAsync(world.System, far, new(2040, 6, 1), new(2041, 5, 31), true, None));
        Assert.IsType<CodeTaken>(await world.Lists.AddYearAsync(world.System, far, new(2040, 6, 1), new(2041, 5, 31), true, None));
        Assert.Equal(far, (await world.Queries.YearsAsync(world.System, None))[0].AcademicYear);

        var today = DateOnly.FromDateTime(await world.School.Database.ScalarAsync<DateTime>("select isolation.clock() at time zone 'Asia/Kolkata'"));
        var entry = AnnouncementEntry.Of(new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = "The office is closed on Friday.", ["hi"] = "शुक्रवार को कार्यालय बंद है।" }, today, today.AddDays(2));
        Assert.Null(await world.Announcements.AddAsync(world.School.Admin, TestSchool.Pune, entry, None));
        Assert.Null(await world.Announcements.AddAsync(world.School.Admin, TestSchool.Pune, entry with { From = today.AddDays(5), To = today.AddDays(6) }, None));
        var shown = Assert.Single(await world.Announcements.OnAsync(TestSchool.Pune, today, None));
        Assert.Equal("शुक्रवार को कार्यालय बंद है।", shown.In("hi-IN"));
        Assert.Equal("The office is closed on Friday.", shown.In("ta"));
        Assert.Empty(await world.Announcements.OnAsync(TestSchool.Pune, today.AddDays(3), None));
        // what is not near yet is nobody's to read
        Assert.Equal(1L, await world.School.Database.ScalarAsync<long>("begin; set local role vise_public; select count(*) from codes.announcement; commit", world.School.Database.AppConnection));
        Assert.Null(await world.Announcements.RetireAsync(world.School.Admin, TestSchool.Pune, shown.AnnouncementId, shown.Version, retire: true, None));
        Assert.Empty(await world.Announcements.OnAsync(TestSchool.Pune, today, None));
    }

    [Fact]
    public async Task Lists_are_found_sorted_and_paged_by_key()
    {
        await using var world = await CodesWorld.OpenAsync(cluster);
        List<CodeRow> rows = [];
        CodeCursor? after = null;
        do
        {
            var page = await world.Queries.StatesAsync(world.System, new ListWish("", ByCode: false, Descending: true, "hi", after), None);
            rows.AddRange(page.Rows);
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(36, rows.Select(row => row.Code).Distinct().Count());
        Assert.Equal(rows.Select(row => row.Name).OrderDescending(StringComparer.Ordinal), rows.Select(row => row.Name));
        Assert.Equal("27", Assert.Single((await world.Queries.StatesAsync(world.System, All with { Search = "MAHARA" }, None)).Rows).Code);
        Assert.Equal("27", Assert.Single((await world.Queries.StatesAsync(world.System, All with { Search = "महाराष्ट्र" }, None)).Rows).Code);
        Assert.Equal(["272501", "272502"], (await world.Queries.BranchesAsync(world.System, Scope.Parse("2725"), All, None)).Rows.Select(row => row.Code));
        Assert.Equal(["272501"], (await world.Queries.BranchesAsync(world.School.Admin, Scope.Everything, All, None)).Rows.Select(row => row.Code));
        Assert.Equal(["02"], (await world.Queries.InstitutionsAsync(world.School.Admin, TestSchool.Pune, All with { Search = "411030" }, None)).Rows.Select(row => row.Code));
        Assert.Empty((await world.Queries.InstitutionsAsync(world.School.Admin, TestSchool.Haveli, All, None)).Rows);
        Assert.Empty((await world.Queries.StatesAsync(world.School.Admin, All, None)).Rows);
        Assert.Empty((await world.Queries.BranchesAsync(world.School.Clerk, Scope.Everything, All, None)).Rows);
    }
}
