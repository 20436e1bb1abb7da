using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Data.Operations.Trails;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Access;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Admissions.Desk;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>A form handed in on paper is entered at the desk.</summary>
public class WalkInTests(TestCluster cluster)
{
    private const string ClassOne = "01.2025-26.SB.GEN.01";
    private const string ClassTwo = "01.2025-26.SB.GEN.02";
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_paper_form_is_opened_by_its_own_branch_alone_and_each_opening_is_logged()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var trail = new TestTrail(school);
        var walkIns = new WalkInQueries(school.Branches, school.Drafting);
        var (walkIn, familys) = (await school.ADraftAsync(by: school.Clerk), await school.ADraftAsync());

        Assert.IsType<NotFound>((await walkIns.OpenAsync(school.ForeignClerk, walkIn, None)).Refusal);
        Assert.IsType<NotFound>((await walkIns.OpenAsync(school.Clerk, familys, None)).Refusal);
        Assert.IsType<NotFound>((await walkIns.AgainAsync(school.Clerk, familys, None)).Refusal);
        Assert.IsType<Forbidden>((await walkIns.OpenAsync(school.Officer, walkIn, None)).Refusal);
        Assert.Equal(0L, await OpeningsAsync());
        Assert.Equal("Asha Ramesh Patil", (await walkIns.OpenAsync(school.Clerk, walkIn, None)).Value!.Fields["child.name"].Value);
        Assert.NotNull((await walkIns.AgainAsync(school.Clerk, walkIn, None)).Value);
        Assert.Equal(1L, await OpeningsAsync());

        Task<long> OpeningsAsync() => school.Database.ScalarAsync<long>("select count(*) from admissions.trail where action = 'open'");
    }

    [Fact]
    public async Task A_clerk_begins_fills_in_and_hands_in_a_paper_form()
    {
        await using var world = await DemoApp.StartAsync(cluster);
        using var desk = await DeskAsync(world, WalkInPaths.New);
        await desk.SendAsync(("class", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, desk.Status);
        Assert.Contains("Choose the class", desk.Page.QuerySelector("#class-error")!.TextContent, StringComparison.Ordinal);
        await desk.SendAsync(("class", ClassOne));
        Assert.True(ApplicationId.TryParse(desk.At.Segments[2].Trim('/'), out var id), desk.At.AbsolutePath);
        Assert.Equal(WalkInPaths.Form(id), desk.At.AbsolutePath);
        Assert.All(AdmissionForm.Fields.Where(field => field.Step != FormStep.Schooling), field => Assert.NotNull(desk.Page.QuerySelector($"[name='{field.Path}'], [name='{field.Path}.day']")));
        Assert.NotNull(desk.Page.QuerySelector("form[data-walk-in][data-opened]"));
        // the family's ways to another school or class are not the office's
        Assert.Null(desk.Page.QuerySelector("a[href^='/apply']"));

        // kept as typed, right or wrong, and only what was typed
        await desk.SendAsync(("child.name", "Ravi Kale"), ("parents.0.mobile", "12"), ("child.aadhaar", "9999 9999 0019"), ("then", "keep"));
        Assert.Equal(HttpStatusCode.OK, desk.Status);
        Assert.Equal("Ravi Kale", desk.Page.QuerySelector("[name='child.name']")!.GetAttribute("value"));
        Assert.Equal("•••• •••• 0019", desk.Page.QuerySelector("[name='child.aadhaar']")!.GetAttribute("value"));
        Assert.Equal(3L, await world.Database.ScalarAsync<long>($"select count(*) from admissions.draft_field where application_id = '{id}'"));

        // what is missing is said at each answer, and once above
        await desk.SendAsync([.. Typed(("child.name", "Ravi Kale"), ("parents.0.mobile", "12"), ("child.aadhaar", "•••• •••• 0019")), ("then", "hand-in")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, desk.Status);
        Assert.Null(desk.Page.QuerySelector("form[data-walk-in][data-opened]"));
        Assert.Equal("parents-0-mobile", Assert.Single(desk.Page.QuerySelectorAll("#error-summary a")).GetAttribute("href")!.Split('#')[1]);
        Assert.NotEqual("", desk.Page.QuerySelector("#parents-0-mobile-error")!.TextContent);

        await desk.SendAsync([.. Typed(("child.name", "Ravi Kale"), ("child.aadhaar", "•••• •••• 0019")), ("then", "hand-in")]);
        Assert.Equal(Paths.DeskApplication(id), desk.At.AbsolutePath);
        Assert.Equal("draft submitted", await world.Database.ScalarAsync<string>($"select string_agg(to_status, ' ' order by event_id) from admissions.application_event where application_id = '{id}' and actor_role = 'Clerk'"));
        Assert.Equal("0019", await world.Database.ScalarAsync<string>($"select aadhaar_last_four from admissions.applicant where application_id = '{id}'"));
        Assert.True(await world.Database.ScalarAsync<bool>($"select account_id is null from users.application where application_id = '{id}'"));
        await desk.GoAsync(WalkInPaths.Form(id));
        Assert.Equal(Paths.DeskApplication(id), desk.At.AbsolutePath);
    }

    [Fact]
    public async Task Whoever_begins_twice_finds_the_form_that_is_still_empty()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var desk = new WalkInDesk(school.Branches, school.Drafts);
        async Task<ApplicationId> StartAsync(Actor by, SchoolChoice choice) => Assert.IsType<StartedDraft>((await desk.StartAsync(by, choice, None)).Value).Id;

        var clicks = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartAsync(school.Clerk, TestSchool.ClassOne)));
        var id = Assert.Single(clicks.Distinct());
        Assert.NotEqual(id, await StartAsync(school.Clerk, TestSchool.ClassTwo));
        Assert.NotEqual(id, await StartAsync(school.Admin, TestSchool.ClassOne));
        Assert.Equal(id, await StartAsync(school.Clerk, TestSchool.ClassOne));
        Assert.Null((await school.Drafts.SaveAsync(school.Clerk, id, [new FieldEdit("child.gender", "F", 0)], None)).Refusal);

        Assert.NotEqual(id, await StartAsync(school.Clerk, TestSchool.ClassOne));
        Assert.IsType<NotFound>((await desk.StartAsync(school.ForeignClerk, TestSchool.ClassOne, None)).Refusal);
        Assert.IsType<Forbidden>((await desk.StartAsync(school.Officer, TestSchool.ClassOne, None)).Refusal);
        Assert.IsType<ChoiceNotOpen>((await desk.StartAsync(school.Clerk, TestSchool.ClassOne with { ClassCode = "12" }, None)).Refusal);
        Assert.Equal(4L, await school.Database.ScalarAsync<long>("select count(*) from users.application"));
    }

    [Fact]
    public async Task The_classes_of_a_branch_are_asked_for_once_however_many_schools_it_has()
    {
        await using var world = await DemoApp.StartAsync(cluster);
        await world.Database.ExecuteAsync("insert into codes.institution (branch_id, institution_code, name) select '272501', code, 'Another ' || code from unnest(array['X1', 'X2', 'X3']) code");
        await using var scope = world.App.Services.CreateAsyncScope();
        await TestNode.UntilAsync(async () => (await scope.ServiceProvider.GetRequiredService<ReferenceCodes>().InstitutionsAsync(TestSchool.Pune, None)).Count >= 4);
        IReadOnlyList<WalkInClass> classes = [];

        var sent = await TestStatements.OfAsync(async () => classes = await scope.ServiceProvider.GetRequiredService<WalkInClasses>().OfAsync(TestSchool.Pune, None));

        Assert.Single(sent, statement => statement.Contains("cycle_class", StringComparison.Ordinal));
        Assert.Contains(classes, open => open.Line.Value == ClassOne);
    }

    [Fact]
    public async Task The_newest_session_stands_on_top_so_that_typing_a_class_finds_it()
    {
        await using var world = await DemoApp.StartAsync(cluster);
        using var desk = await DeskAsync(world, WalkInPaths.New);

        var years = desk.Page.QuerySelectorAll("#class option[value*='.']").Select(line => line.GetAttribute("value")!.Split('.')[1]).ToList();

        Assert.NotEqual(years[0], years[^1]);
        Assert.Equal(years.OrderDescending(StringComparer.Ordinal), years);
    }

    [Fact]
    public async Task A_class_that_asks_for_a_document_gets_it_with_the_paper_form()
    {
        await using var world = await DemoApp.StartAsync(cluster);
        using var desk = await DeskAsync(world, WalkInPaths.New);
        await desk.SendAsync(("class", ClassTwo));
        Assert.True(ApplicationId.TryParse(desk.At.Segments[2].Trim('/'), out var id));

        await desk.SendAsync([.. Typed(), ("then", "hand-in")]);
        Assert.Contains(desk.Page.QuerySelectorAll("#error-summary a"), link => link.GetAttribute("href")!.EndsWith("#documents-birth_certificate", StringComparison.Ordinal));
        await SendFileAsync(desk, id, "not a document"u8.ToArray());
        await desk.GoAsync(WalkInPaths.Form(id) + "?document=birth_certificate&refused=WrongType");
        Assert.NotEqual("", desk.Page.QuerySelector("#documents-birth_certificate-error")!.TextContent);
        await SendFileAsync(desk, id, "%PDF-1.4 a certificate"u8.ToArray());
        await desk.GoAsync(WalkInPaths.Form(id));
        Assert.Equal("a.pdf", Assert.Single(desk.Page.QuerySelectorAll("[data-page] a")).TextContent);
        await RemoveFileAsync(desk);
        await desk.GoAsync(WalkInPaths.Form(id));
        Assert.Empty(desk.Page.QuerySelectorAll("[data-page]"));
        Assert.Equal(0L, await world.Database.ScalarAsync<long>("select count(*) from admissions.document"));
        await SendFileAsync(desk, id, "%PDF-1.4 the right one"u8.ToArray());
        await desk.SendAsync([.. Typed(), ("then", "hand-in")]);

        Assert.Equal(Paths.DeskApplication(id), desk.At.AbsolutePath);
    }

    [Fact]
    public async Task A_colleagues_change_of_the_same_answer_is_shown_and_never_overwritten_unasked()
    {
        await using var world = await DemoApp.StartAsync(cluster);
        var id = await world.ADraftAsync(world.Clerk);
        using var desk = await DeskAsync(world, WalkInPaths.Form(id));
        await world.Drafts.SaveAsync(world.Admin, id, [new FieldEdit("address.permanent.line", "Theirs", 1)], None);

        await desk.SendAsync([.. Typed(("address.permanent.line", "Mine")), ("then", "hand-in")]);
        Assert.Equal(HttpStatusCode.Conflict, desk.Status);
        Assert.Equal("Theirs", desk.Page.QuerySelector("[data-theirs]")!.TextContent);
        await desk.SendAsync([.. Typed(("address.permanent.line", "Mine")), ("address.permanent.line.keep", "mine"), ("then", "hand-in")]);

        Assert.Equal(Paths.DeskApplication(id), desk.At.AbsolutePath);
        Assert.Equal("Mine", await world.Database.ScalarAsync<string>($"select permanent_line from admissions.applicant where application_id = '{id}'"));
    }

    [Fact]
    public async Task A_familys_own_form_is_no_paper_form()
    {
        await using var world = await DemoApp.StartAsync(cluster);
        var id = await world.ADraftAsync();
        using var desk = await DeskAsync(world, Paths.Desk);

        await desk.GoAsync(WalkInPaths.Form(id));

        Assert.Equal(HttpStatusCode.NotFound, desk.Status);
    }

    private static async Task<PlainBrowser> DeskAsync(DemoApp world, string path)
    {
        var desk = new PlainBrowser(world.App.Address);
        await desk.SignInAsync("clerk@demo.vise", DemoAccounts.Password, path);
        return desk;
    }

    // the whole form as a browser sends it
    private static IEnumerable<(string, string)> Typed(params (string Path, string? Value)[] changes) => TestForm.With(changes).SelectMany(field =>
        AdmissionForm.Find(field.Key) is { Kind: FieldKind.Date } && field.Value.Split('-') is [var year, var month, var day]
            ? new[] { (field.Key + ".day", day), (field.Key + ".month", month), (field.Key + ".year", year) }
            : [(field.Key, field.Value)]);

    private static async Task RemoveFileAsync(PlainBrowser desk)
    {
        var button = Assert.Single(desk.Page.QuerySelectorAll("[data-page] ~ .file-doing button"));
        using var request = new HttpRequestMessage(HttpMethod.Post, button.GetAttribute("formaction"))
        {
            Content = new FormUrlEncodedContent([new("__RequestVerificationToken", desk.Page.QuerySelector("#documents [name=__RequestVerificationToken]")!.GetAttribute("value"))]),
        };
        using var answer = await desk.RawAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
    }

    private static async Task SendFileAsync(PlainBrowser desk, ApplicationId id, byte[] file)
    {
        using var content = new MultipartFormDataContent
        {
            { new StringContent(desk.Page.QuerySelector("#documents [name=__RequestVerificationToken]")!.GetAttribute("value")!), "__RequestVerificationToken" },
            { new ByteArrayContent(file), "documents.birth_certificate", "a.pdf" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, WalkInPaths.Upload(id)) { Content = content };
        using var answer = await desk.RawAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
    }
}
