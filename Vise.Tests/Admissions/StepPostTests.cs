using System.Net;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Access;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Admissions.Family;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>A step as its button posts it: it is saved and answered without a look more than that needs.</summary>
public sealed class StepPostTests(TestCluster cluster) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly (string, string)[] Answers = [("parents.0.name", "Meera Patil"), ("parents.0.relation", "mother"), ("parents.0.mobile", "9876543210"), ("then", "next")];

    private TestDatabase _database = null!;
    private TestApp _app = null!;
    private PlainBrowser _browser = null!;
    private Actor _parent = null!;

    private DraftDesk Drafts => _app.Services.GetRequiredService<DraftDesk>();

    public async ValueTask InitializeAsync()
    {
        _database = await cluster.NewDatabaseAsync();
        _app = new TestApp(_database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        _app.Browser().Dispose();
        _browser = new PlainBrowser(_app.Address);
        await _browser.SignInAsync("parent@demo.vise", DemoAccounts.Password, Paths.My);
        var demo = DemoAccounts.Find("parent@demo.vise")!;
        var account = await _app.Services.GetRequiredService<AccountDesk>().SignInAsync(AccessSettings.EmbeddedIssuer, demo.Subject, demo.Name, "parent@demo.vise", None);
        _parent = new Actor(account!.Value, demo.Role, demo.Scope, demo.Name);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_posted_step_is_saved_with_four_statements_and_its_page_is_read_with_two()
    {
        var id = await ADraftAsync();
        await FillInAsync(id);

        var read = await TestStatements.OfAsync(() => _browser.GoAsync(FormSteps.PathOf(id, FormStep.Parents)));
        Posted? answer = null;
        var saved = await TestStatements.OfAsync(async () => answer = await PostAsync(_browser, id, FormStep.Parents, [.. Hidden(), .. Answers, ("parents.0.occupation", "Tailor"), ("parents.0.email", "meera@school.test")]));

        // the form; what earlier forms could fill in
        Assert.True(read.Count is > 0 and <= 2, string.Join('\n', read));
        // the grant; the form, held; what stands in it; the fields
        Assert.True(saved.Count is > 0 and <= 4, string.Join('\n', saved));
        Assert.Equal((HttpStatusCode.Found, FormSteps.PathOf(id, FormStep.Address)), (answer!.Status, answer.To));
        var fields = (await _app.Services.GetRequiredService<FamilyQueries>().DraftAsync(_parent, id, None)).Value!.Fields;
        Assert.Equal([new("Meera Patil", 1), new("Tailor", 2), new("meera@school.test", 2), new("", 1)], ((string[])["0.name", "0.occupation", "0.email", "1.email"]).Select(path => fields["parents." + path]));
    }

    [Fact]
    public async Task Each_changed_field_of_a_step_leaves_its_row_in_the_trail_and_an_unchanged_one_none()
    {
        var id = await ADraftAsync();
        await FillInAsync(id);
        await FillInAsync(id, ("parents.0.name", "Meera R Patil"), ("parents.0.email", "meera@school.test"));

        var left = await _database.ScalarAsync<string>($"""
            select string_agg(part || ': ' || coalesce(old_values ->> 'value', 'as before') || ' > ' || (new_values ->> 'value'), ', ' order by part)
            from admissions.trail where application_id = '{id}' and target = 'admissions.draft_field' and duty = 'ApplyForOwnChild' and (new_values ->> 'revision')::int > 1
            """);

        Assert.Equal("parents.0.email:  > meera@school.test, parents.0.name: Meera Patil > Meera R Patil", left);
    }

    [Fact]
    public async Task A_step_posted_to_another_familys_form_is_not_there_and_is_taken_down_under_its_address()
    {
        var id = await ADraftAsync();
        var nobodys = ApplicationId.Parse("2725010125A0ZZZ" + Check("2725010125A0ZZZ"));
        using var other = new PlainBrowser(_app.Address);
        await other.SignInAsync("parent2@demo.vise", DemoAccounts.Password, Paths.My);

        var answer = await PostAsync(other, id, FormStep.Parents, [.. Answers, ("parents.0.name.rev", "0")]);
        var missing = await PostAsync(other, nobodys, FormStep.Parents, [.. Answers, ("parents.0.name.rev", "0")]);

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal((missing.Status, missing.Main), (answer.Status, answer.Main));
        Assert.Equal(0, await _database.ScalarAsync<long>($"select count(*) from admissions.draft_field where application_id = '{id}' and path like 'parents.%'"));
        string? target = null;
        for (var tries = 0; target is null && tries < 500; tries++)
        {
            target = await _database.ScalarAsync<string>($"select string_agg(target, ', ') from admissions.trail where application_id = '{id}' and action = 'refusal'");
        }

        Assert.Equal("POST /apply/{Id}/{Step}", target);
    }

    [Fact]
    public async Task A_step_of_a_form_that_was_taken_back_meanwhile_is_refused_in_words()
    {
        var id = await ADraftAsync();
        await _browser.GoAsync(FormSteps.PathOf(id, FormStep.Parents));
        Assert.Null(await Drafts.WithdrawAsync(_parent, id, null, "We move", None));

        await _browser.SendAsync(Answers);

        Assert.Equal(HttpStatusCode.Conflict, _browser.Status);
        Assert.NotNull(_browser.Page.QuerySelector("#refused"));
        Assert.NotNull(_browser.Page.QuerySelector($"a[href='{Paths.MyApplication(id)}']"));
        Assert.True(_browser.Page.QuerySelector("form[data-save]")!.HasAttribute("hidden"));
    }

    [Fact]
    public async Task A_step_that_the_class_is_not_asked_is_not_saved_and_leads_on()
    {
        var id = await ADraftAsync();

        var answer = await PostAsync(_browser, id, FormStep.Schooling, ("schooling.school", "Elsewhere"), ("then", "later"));

        Assert.Equal((HttpStatusCode.Found, FormSteps.PathOf(id, FormStep.Health)), (answer.Status, answer.To));
        Assert.Equal(0, await _database.ScalarAsync<long>($"select count(*) from admissions.draft_field where application_id = '{id}' and path like 'schooling.%'"));
    }

    [Fact]
    public async Task A_step_that_needs_mending_can_be_left_for_later_but_not_while_another_device_wrote_otherwise()
    {
        var id = await ADraftAsync();
        (string, string)[] mine = [.. Answers, ("parents.0.mobile", "12"), ("then", "later"), ("parents.0.name.rev", "0")];

        var answer = await PostAsync(_browser, id, FormStep.Parents, mine);
        await Drafts.SaveAsync(_parent, id, [new FieldEdit("parents.0.name", "Theirs", 1)], None);
        var late = await PostAsync(_browser, id, FormStep.Parents, mine);

        Assert.Equal((HttpStatusCode.Found, Paths.My), (answer.Status, answer.To));
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Contains("Theirs", late.Main, StringComparison.Ordinal);
        Assert.Equal("Theirs", late.Theirs);

        // the consent's box can be taken over by the script as well
        await Drafts.SaveAsync(_parent, id, [new FieldEdit("consent.given", "yes", 0)], None);
        var consent = await PostAsync(_browser, id, FormStep.Consent, ("consent.given.rev", "0"), ("then", "next"));
        Assert.Equal((HttpStatusCode.Conflict, "yes"), (consent.Status, consent.Theirs));
    }

    private static char Check(string first) => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".First(last => ApplicationId.TryParse(first + last, out _));

    private async Task<ApplicationId> ADraftAsync() => (await Drafts.StartAsync(_parent, TestSchool.ClassOne, [new FieldEdit("child.name", "Asha Patil", 0)], None)).Value!.Id;

    // opens the step's page, types and presses its button
    private async Task FillInAsync(ApplicationId id, params (string, string)[] more)
    {
        await _browser.GoAsync(FormSteps.PathOf(id, FormStep.Parents));
        Assert.Equal(HttpStatusCode.Found, (await PostAsync(_browser, id, FormStep.Parents, [.. Hidden(), .. Answers, .. more])).Status);
    }

    private IEnumerable<(string, string)> Hidden() =>
        _browser.Page.QuerySelectorAll("form[data-save] input[type=hidden]").Select(input => (input.GetAttribute("name")!, input.GetAttribute("value") ?? ""));

    // of fields named twice the last counts; where the answer leads is not followed
    private async Task<Posted> PostAsync(PlainBrowser browser, ApplicationId id, FormStep step, params (string Name, string Value)[] fields)
    {
        var token = browser.Page.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        (string Name, string Value)[] all = [("__RequestVerificationToken", token), ("_handler", "step"), .. fields];
        using var handler = new SocketsHttpHandler { CookieContainer = browser.Jar, AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = _app.Address };
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        using var content = new FormUrlEncodedContent(all.GroupBy(field => field.Name).ToDictionary(field => field.Key, field => field.Last().Value, StringComparer.Ordinal));
        using var answer = await http.PostAsync(new Uri(FormSteps.PathOf(id, step), UriKind.Relative), content);
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        var theirs = page.QuerySelector("[data-theirs-is]")?.GetAttribute("data-theirs-is");
        return new Posted(answer.StatusCode, answer.Headers.Location is { } to ? new Uri(_app.Address, to).AbsolutePath : null, page.QuerySelector("main")?.TextContent, theirs);
    }

    // what the first box of a quarrel lets the script take over
    private sealed record Posted(HttpStatusCode Status, string? To, string? Main, string? Theirs);
}
