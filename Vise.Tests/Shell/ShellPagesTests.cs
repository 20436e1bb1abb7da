using System.Globalization;
using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Vise.Web;
using Vise.Web.Shell;
using Vise.Web.Shell.Errors;
using Xunit;

namespace Vise.Tests.Shell;

/// <summary>The frame alone, without database and sign-in: so it stands when they don't.</summary>
public sealed class ShellPagesTests : IAsyncLifetime
{
    private WebApplication _app = default!;
    private HttpClient _client = default!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(App).Assembly.GetName().Name,
            ContentRootPath = Source.File("Vise.Web"),
            EnvironmentName = "Development",
        });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.AddShell();
        _app = builder.Build();
        _app.UseShell();
        _app.UseAntiforgery();
        _app.MapGet("/test/defect", string () => throw new InvalidOperationException("secret detail"));
        _app.MapGet("/test/outage", string () => throw new InvalidOperationException("wrapped", new LostConnection()));
        _app.MapGet("/test/forbidden", () => Results.StatusCode(403));
        _app.MapGet("/api/v1/defect", string () => throw new InvalidOperationException("secret detail"));
        _app.MapShell();
        await _app.StartAsync();
        _client = _app.GetTestServer().CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task The_start_pages_example_is_an_offer_that_still_stands()
    {
        var page = await _client.GetStringAsync(Paths.Home);

        var example = LandingExample.On(Deadline.DayOf(TimeProvider.System.GetUtcNow(), Formats.India));
        Assert.Contains(Formats.Date(example.AnswerBy), page, StringComparison.Ordinal);
        Assert.Contains($"Your chosen school, {example.Session}", page, StringComparison.Ordinal);
        Assert.Contains(example.Number[^4..], page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-04-08", "2026-04-09", "2026-27")]
    [InlineData("2026-04-09", "2026-04-09", "2026-27")]
    [InlineData("2026-04-10", "2027-04-09", "2027-28")]
    public void The_example_is_of_the_next_admission(string today, string answerBy, string session)
    {
        var example = LandingExample.On(DateOnly.Parse(today, CultureInfo.InvariantCulture));

        Assert.Equal((answerBy, session), (example.AnswerBy.ToString("O", CultureInfo.InvariantCulture), example.Session.ToString()));
        Assert.True(ApplicationId.TryParse(example.Number, out _));
    }

    [Fact]
    public async Task The_start_page_loads_no_script_and_no_MudBlazor()
    {
        var page = await _client.GetStringAsync(Paths.Home);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("MudBlazor", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("<main id=\"main\"", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"{Paths.Apply}\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hi-IN,hi;q=0.9,en;q=0.8", null, "lang=\"hi\"><head", "आवेदन शुरू करें")]
    [InlineData("fr,en-GB;q=0.5", null, "lang=\"en\"><head", "Start an application")]
    [InlineData("en", "vise-language=hi-IN", "lang=\"hi\"><head", "आवेदन शुरू करें")]
    [InlineData("en", "vise-language=mr-IN", "lang=\"mr\"><head", "अर्ज सुरू करा")]
    [InlineData("ta-IN,en;q=0.5", null, "lang=\"ta\"><head", "விண்ணப்ப")]
    public async Task The_language_comes_from_the_cookie_then_from_the_browser(string accepted, string? cookie, string lang, string words)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Paths.Home);
        request.Headers.Add("Accept-Language", accepted);
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        var page = WebUtility.HtmlDecode(await (await _client.SendAsync(request)).Content.ReadAsStringAsync());
        Assert.Contains(lang, page, StringComparison.Ordinal);
        Assert.Contains(words, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_language_is_offered_in_its_own_name_and_works_without_script()
    {
        var page = await _client.GetStringAsync(Paths.Home);
        Assert.All(Languages.All, language => Assert.Matches($"<button[^>]* value=\"{language.Culture}\"[^>]* lang=\"{language.Tag}\"[^>]*>{language.Name}</button>", WebUtility.HtmlDecode(page)));
        using var form = new FormUrlEncodedContent([new("language", Languages.Tamil), new("returnTo", Paths.Schools)]);
        using var answer = await _client.PostAsync(Paths.Language, form);
        Assert.Equal(Paths.Schools, answer.Headers.Location!.OriginalString);
        Assert.Contains("vise-language=ta-IN", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere", "vise-language=mr-IN", "mr", "mr", "इथे तुमच्यासाठी काही नाही")]
    [InlineData("/desk/nowhere/at/all", "vise-language=mr-IN", "hi", "en", "There is nothing here for you")]
    [InlineData("/admin/nowhere", null, "ta,hi;q=0.5", "hi", "यहाँ आपके लिए कुछ नहीं है")]
    public async Task The_office_speaks_English_and_Hindi_whole_whatever_was_chosen(string path, string? cookie, string accepted, string lang, string words)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept-Language", accepted);
        request.Headers.Add("Cookie", cookie ?? "other=1");
        var page = WebUtility.HtmlDecode(await (await _client.SendAsync(request)).Content.ReadAsStringAsync());
        Assert.Contains($"<html lang=\"{lang}\"", page, StringComparison.Ordinal);
        Assert.Contains(words, page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_open_page_is_the_offices()
    {
        var pages = typeof(App).Assembly.GetTypes().Where(page => page.IsDefined(typeof(RouteAttribute), inherit: false)).ToList();
        var open = pages.Where(page => !page.IsDefined(typeof(ExcludeFromInteractiveRoutingAttribute), inherit: true)).SelectMany(page => page.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template).ToList();
        Assert.NotEmpty(open);
        Assert.All(open, path => Assert.Contains(Paths.Office, place => path == place || path.StartsWith(place + "/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("/my", "/my")]
    [InlineData("//elsewhere.example", "/")]
    [InlineData("/\\elsewhere.example", "/")]
    [InlineData("https://elsewhere.example", "/")]
    public async Task A_chosen_theme_is_kept_and_leads_back_to_a_page_of_ours(string returnTo, string location)
    {
        using var form = new FormUrlEncodedContent([new("theme", "dark"), new("returnTo", returnTo)]);
        using var answer = await _client.PostAsync(Paths.Theme, form);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(location, answer.Headers.Location!.OriginalString);
        Assert.Contains("vise-theme=dark", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_sites_page_changes_no_preference()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Paths.Theme) { Content = new FormUrlEncodedContent([new("theme", "dark")]) };
        request.Headers.Add("Origin", "https://elsewhere.example");
        using var answer = await _client.SendAsync(request);
        Assert.Equal((HttpStatusCode.BadRequest, false), (answer.StatusCode, answer.Headers.Contains("Set-Cookie")));
    }

    [Fact]
    public async Task The_theme_stands_on_the_html_element()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Paths.Home);
        request.Headers.Add("Cookie", "vise-theme=dark");
        Assert.Contains("data-theme=\"dark\"", await (await _client.SendAsync(request)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_has_one_and_the_same_body()
    {
        using var one = await _client.GetAsync("/nowhere/2725010125A00F37");
        using var other = await _client.GetAsync("/nowhere?at=all");
        Assert.Equal(HttpStatusCode.NotFound, one.StatusCode);
        Assert.Equal(await one.Content.ReadAsStringAsync(), await other.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/not-found", HttpStatusCode.NotFound, "There is nothing here for you")]
    [InlineData("/test/forbidden", HttpStatusCode.Forbidden, "Your role doesn't open this page")]
    [InlineData("/test/defect", HttpStatusCode.InternalServerError, "Something broke on our side")]
    [InlineData("/test/outage", HttpStatusCode.ServiceUnavailable, "Nothing you saved is lost")]
    public async Task Each_failure_has_a_page_in_plain_words(string path, HttpStatusCode status, string words)
    {
        using var answer = await _client.GetAsync(path);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.DoesNotContain("secret detail", page, StringComparison.Ordinal);
        Assert.Equal(status is HttpStatusCode.ServiceUnavailable, answer.Headers.RetryAfter is not null);
    }

    [Fact]
    public async Task An_outage_page_leads_back_to_where_one_was()
    {
        using var answer = await _client.GetAsync("/test/outage?step=2");
        Assert.Contains("href=\"/test/outage?step=2\"", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/defect", HttpStatusCode.InternalServerError)]
    public async Task The_API_answers_with_problem_documents(string path, HttpStatusCode status)
    {
        using var answer = await _client.GetAsync(path);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain("secret detail", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_violated_rule_is_not_an_outage() => Assert.False(Outage.IsDatabase(new InvalidOperationException("x", new RuleBroken())));

    private sealed class LostConnection : System.Data.Common.DbException
    {
        public override bool IsTransient => true;
    }

    private sealed class RuleBroken : System.Data.Common.DbException
    {
        public override string SqlState => "23505";
    }
}
