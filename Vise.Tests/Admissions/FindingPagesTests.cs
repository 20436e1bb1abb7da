using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Tests.Access;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Admissions.Finding;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>The public pages as a browser without script sees them, nobody signed in.</summary>
public sealed class FindingPagesTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task From_the_start_page_to_a_class_and_its_form()
    {
        await using var door = await DoorAsync();

        await door.Browser.GoAsync(Paths.Home);
        Assert.NotNull(door.Browser.Page.QuerySelector($"a.track-way[href='{Paths.Schools}']"));
        Assert.Empty(door.Browser.Page.QuerySelectorAll("script, link[href*=MudBlazor]"));
        Assert.NotNull(door.Browser.Page.QuerySelector($"a[href='{Paths.Apply}']"));
        await door.Browser.GoAsync(Paths.SchoolsFound("शिवाजी", openOnly: false));
        Assert.Contains("No school found", door.Browser.Text, StringComparison.Ordinal);
        Assert.Contains(door.Browser.Page.QuerySelectorAll(".open-states a"), state => state.TextContent == "Maharashtra");
        await door.Browser.GoAsync(Paths.SchoolsFound("411005", openOnly: true));
        var found = door.Browser.Page.QuerySelectorAll(".school-row");
        Assert.Equal("Savitribai Phule Vidyalaya", found[0].QuerySelector("a")!.TextContent);
        Assert.Contains("Nursery to Class 10", found[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Near by", door.Browser.Text, StringComparison.Ordinal);

        await door.Browser.GoAsync(found[0].QuerySelector("a")!.GetAttribute("href")!);
        var page = door.Browser.Page;
        Assert.Contains("Shivajinagar, Pune · 411005", page.QuerySelector(".page-top")!.TextContent, StringComparison.Ordinal);
        var one = page.QuerySelector("a[href*='session=2025-26&programme=SB&department=GEN&class=01']")!.Closest("details")!;
        Assert.Contains("40 of 40 seats free", one.QuerySelector("summary")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("10 of 10 seats free", one.TextContent, StringComparison.Ordinal);
        Assert.Contains("₹\u00A01,250", one.TextContent, StringComparison.Ordinal);
        Assert.Contains("At least 6 years old on 31 Mar 2025", one.TextContent, StringComparison.Ordinal);
        Assert.Contains("None is asked for this class", one.TextContent, StringComparison.Ordinal);
        await door.Browser.GoAsync(one.QuerySelector("a.button-primary")!.GetAttribute("href")!);
        Assert.Contains("Savitribai Phule Vidyalaya, Class 1, 2025-26", door.Browser.Page.QuerySelector("#chosen-title")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_held_seat_and_an_announcement_show_within_a_second()
    {
        await using var door = await DoorAsync();
        var path = Paths.School(TestSchool.Pune, "01");
        await door.Browser.GoAsync(path);
        Assert.Null(door.Browser.Page.QuerySelector(".announcements"));

        var id = await door.AnApplicationAsync();
        await door.Database.ExecuteAsync($"update admissions.seat set application_id = '{id}' where branch_id = '272501' and institution_code = '01' and academic_year = '2025-26' and programme_code = 'SB' and class_code = '01' and quota = 'open' and seat_no = 40");
        await door.Database.ExecuteAsync("insert into codes.announcement values ('272501', gen_random_uuid(), '{\"en\": \"Visit us on Saturday\", \"hi\": \"शनिवार को आइए\"}', current_date - 1, current_date + 1), ('272501', gen_random_uuid(), '{\"en\": \"Long past\"}', current_date - 9, current_date - 5)");
        await TestNode.UntilAsync(async () =>
        {
            await door.Browser.GoAsync(path);
            return door.Browser.Text.Contains("39 of 40 seats free", StringComparison.Ordinal);
        });

        Assert.Contains("Visit us on Saturday", door.Browser.Page.QuerySelector(".announcements")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Long past", door.Browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_age_rule_is_explained_in_days_and_the_date_stands_in_no_address()
    {
        await using var door = await DoorAsync();
        await door.Browser.GoAsync(Paths.School(TestSchool.Pune, "01"));

        await door.AskAgeAsync("19", "4", "2019");
        Assert.Equal(HttpStatusCode.OK, door.Browser.Status);
        Assert.Equal("", door.Browser.At.Query);
        var session = door.Browser.Page.QuerySelector(".age-session")!.TextContent;
        Assert.Contains("Usual class at this age: UKG", session, StringComparison.Ordinal);
        Assert.Contains("Of age for: Nursery to UKG", session, StringComparison.Ordinal);
        Assert.Contains("19 days too young on 31 Mar 2025 for Class 1", session, StringComparison.Ordinal);
        Assert.Empty(door.Browser.Cookies);

        // of age to the day
        await door.Browser.GoAsync(Paths.School(TestSchool.Pune, "01"));
        await door.AskAgeAsync("31", "03", "2019");
        Assert.Contains("Of age for: Nursery to Class 1", door.Browser.Page.QuerySelector(".age-session")!.TextContent, StringComparison.Ordinal);

        // a rule that ends: Delhi's are such
        await door.Database.ExecuteAsync("insert into codes.age_rule (state_code, class_code, cutoff_month, cutoff_day, min_years, max_years) values ('27', 'NU', 3, 31, 3, 4)");
        await TestNode.UntilAsync(async () =>
        {
            await door.Browser.GoAsync(Paths.School(TestSchool.Pune, "01"));
            await door.AskAgeAsync("31", "03", "2019");
            return door.Browser.Page.QuerySelector(".age-session")!.TextContent.Contains("too old on 31 Mar 2025 for Nursery", StringComparison.Ordinal);
        });

        await door.Browser.GoAsync(Paths.School(TestSchool.Pune, "01"));
        await door.AskAgeAsync("31", "2", "2019");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, door.Browser.Status);
        Assert.StartsWith("Error:", door.Browser.Page.Title, StringComparison.Ordinal);

        // no pupil's age
        await door.AskAgeAsync("19", "4", "1990");
        Assert.Contains("Is the year of birth right?", door.Browser.Page.QuerySelector("#age-born-error")!.TextContent, StringComparison.Ordinal);
        Assert.Null(door.Browser.Page.QuerySelector(".age-fit, .class-row.fits"));
    }

    [Fact]
    public async Task An_unknown_school_is_not_there()
    {
        await using var door = await DoorAsync();

        foreach (var path in (string[])[Paths.School(TestSchool.Pune, "ZZ"), "/schools/ZZ9999/01", "/schools/272501/%27", "/schools/27/01"])
        {
            await door.Browser.GoAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, door.Browser.Status);
        }
    }

    [Fact]
    public async Task Whoever_knows_number_and_birth_date_sees_where_it_stands_and_no_name()
    {
        await using var door = await DoorAsync();
        var id = await door.AnApplicationAsync();

        await door.TrackAsync($" {id.InFours.ToLowerInvariant()} ", "14", "2", "2018");

        Assert.Equal(HttpStatusCode.OK, door.Browser.Status);
        Assert.Equal(Paths.Track, door.Browser.At.PathAndQuery);
        Assert.NotNull(door.Browser.Page.QuerySelector("[data-status=draft]"));
        Assert.Contains("Continue the form and submit it. It is kept until", door.Browser.Page.QuerySelector(".next")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Asha", door.Browser.Text, StringComparison.Ordinal);
        Assert.Empty(door.Browser.Cookies);
    }

    [Fact]
    public async Task A_slip_in_the_number_is_said_beside_the_field_before_anything_is_looked_up()
    {
        await using var door = await DoorAsync();
        var id = (await door.AnApplicationAsync()).Value;

        await door.TrackAsync(id[..15] + (id[15] == 'A' ? 'B' : 'A'), "", "2", "2018");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, door.Browser.Status);
        Assert.Contains("Check the number", door.Browser.Page.QuerySelector("#track-number-error")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Write the date of birth", door.Browser.Page.QuerySelector("#track-born-error")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guesser_learns_nothing_from_words_or_time_and_is_stopped_for_any_number()
    {
        await using var door = await DoorAsync();
        var (id, unused) = (await door.AnApplicationAsync(), Unused("2725010125AZZZZ"));
        List<(HttpStatusCode, string)> answers = [];
        foreach (var number in (string[])[id.Value, unused, Unused("9999990125AZZZZ")])
        {
            var start = TimeProvider.System.GetTimestamp();
            await door.TrackAsync(number, "15", "2", "2018");
            Assert.True(TimeProvider.System.GetElapsedTime(start) >= TrackThrottle.Least);
            answers.Add((door.Browser.Status, door.Browser.Page.DocumentElement.OuterHtml.Replace(number, "", StringComparison.Ordinal)));
        }

        Assert.Single(answers.Distinct());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answers[0].Item1);

        // all at once: a burst gets no more tries than one after the other
        using var http = new HttpClient { BaseAddress = door.App.Address };
        foreach (var number in (string[])[id.Value, unused])
        {
            var statuses = await Task.WhenAll(Enumerable.Range(1, 14).Select(day => GuessAsync(http, number, day)));
            Assert.Equal(TrackThrottle.PerNumber - 1, statuses.Count(status => status == HttpStatusCode.UnprocessableEntity));
            Assert.Equal(5, statuses.Count(status => status == HttpStatusCode.TooManyRequests));
        }

        // and then not even the right date is looked up: for an hour, of whichever number
        foreach (var number in (string[])[id.Value, unused])
        {
            await door.TrackAsync(number, "14", "2", "2018");
            Assert.Equal(HttpStatusCode.TooManyRequests, door.Browser.Status);
            Assert.Contains("Wait an hour", door.Browser.Page.QuerySelector("#refused")!.TextContent, StringComparison.Ordinal);
        }

        // a network's wrong tries, 21 so far, count for a quarter of one
        var others = await Task.WhenAll(Enumerable.Range(1, TrackThrottle.PerNetwork - 21).Select(number => GuessAsync(http, Unused($"9999990125A{number:0000}"), 1)));
        Assert.All(others, status => Assert.Equal(HttpStatusCode.UnprocessableEntity, status));
        await door.TrackAsync(Unused("9999990125AZZZY"), "14", "2", "2018");
        Assert.Contains("Wait a quarter of an hour", door.Browser.Page.QuerySelector("#refused")!.TextContent, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> GuessAsync(HttpClient http, string number, int day)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["_handler"] = "track",
            ["track.number"] = number,
            ["track.born.day"] = (day + 14).ToString(CultureInfo.InvariantCulture),
            ["track.born.month"] = "5",
            ["track.born.year"] = "2017",
        });
        using var response = await http.PostAsync(new Uri(Paths.Track, UriKind.Relative), form);
        return response.StatusCode;
    }

    private static string Unused(string body) => body + Base36.CheckCharacter(body);

    private async Task<Door> DoorAsync()
    {
        var database = await cluster.NewDemoAsync();
        var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        app.Browser().Dispose();
        return new Door(app, database, new PlainBrowser(app.Address));
    }

    private sealed record Door(TestApp App, TestDatabase Database, PlainBrowser Browser) : IAsyncDisposable
    {
        public async Task<ApplicationId> AnApplicationAsync()
        {
            var demo = DemoAccounts.Find("parent@demo.vise")!;
            var account = await App.Services.GetRequiredService<AccountDesk>().SignInAsync(AccessSettings.EmbeddedIssuer, demo.Subject, demo.Name, demo.Id, None);
            return (await App.Services.GetRequiredService<DraftDesk>().StartAsync(
                new Actor(account!.Value, demo.Role, demo.Scope, demo.Name), TestSchool.ClassOne, [.. TestForm.Complete.Select(field => new FieldEdit(field.Key, field.Value, 0))], None)).Value!.Id;
        }

        public Task AskAgeAsync(string day, string month, string year) => Browser.SendAsync(("age.born.day", day), ("age.born.month", month), ("age.born.year", year));

        public async Task TrackAsync(string number, string day, string month, string year)
        {
            await Browser.GoAsync(Paths.Track);
            await Browser.SendAsync(("track.number", number), ("track.born.day", day), ("track.born.month", month), ("track.born.year", year));
        }

        public async ValueTask DisposeAsync()
        {
            Browser.Dispose();
            await App.DisposeAsync();
            await Database.DisposeAsync();
        }
    }
}
