using System.Net;
using System.Text;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>Lists, codes, the description, and what a client hears that speaks wrongly.</summary>
public class ApiReadingTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    [Fact]
    public async Task The_list_comes_in_pages_that_hold_each_application_once()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        for (var made = 0; made < 3; made++)
        {
            await clerk.BeginAsync();
        }

        List<string> seen = [];
        string? cursor = "";
        while (cursor is not null)
        {
            var page = await clerk.GetAsync($"{ApiPaths.Applications}?status=draft&limit=2&fields=applicationId&cursor={cursor}");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            seen.AddRange(page.Json["items"]!.AsArray().Select(row => Assert.Single(row!.AsObject()).Value!.GetValue<string>()));
            cursor = page.Json["next"]?.GetValue<string>();
        }

        Assert.True(seen.Count >= 3);
        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_wrong_question_hears_everything_that_is_wrong_with_it()
    {
        using var clerk = await world.AsAsync("demo-clerk");

        var answer = await clerk.GetAsync(ApiPaths.Applications + "?status=lost&limit=0&cursor=x&branch=27");

        Assert.Equal((HttpStatusCode.BadRequest, "bad-request"), (answer.Status, answer.Problem));
        Assert.Equal(["cursor", "status", "limit", "branch"], answer.Errors);
    }

    [Fact]
    public async Task What_a_client_has_already_is_not_sent_again()
    {
        using var nobody = await world.AsAsync(null);
        var first = await nobody.GetAsync(ApiPaths.States);
        Assert.Equal(36, first.Json["items"]!.AsArray().Count);

        var second = await nobody.GetAsync(ApiPaths.States, ("If-None-Match", first.Tag));

        Assert.Equal((HttpStatusCode.NotModified, ""), (second.Status, second.Text));
    }

    [Theory]
    [InlineData("/27/districts", true)]
    [InlineData("/27/districts/25/branches", true)]
    [InlineData("/27/districts/25/branches/01/institutions", true)]
    [InlineData("/27/districts/25/branches/01/institutions/01/curriculum", true)]
    [InlineData("/99/districts", false)]
    [InlineData("/27/districts/99/branches", false)]
    [InlineData("/27/districts/25/branches/99/institutions", false)]
    [InlineData("/27/districts/25/branches/01/institutions/99/curriculum", false)]
    public async Task Codes_are_read_level_by_level(string below, bool there)
    {
        using var nobody = await world.AsAsync(null);

        var answer = await nobody.GetAsync(ApiPaths.States + below);

        Assert.Equal(there ? HttpStatusCode.OK : HttpStatusCode.NotFound, answer.Status);
        Assert.Equal(there ? "application/json" : "application/problem+json", answer.Type);
    }

    [Theory]
    [InlineData("GET", "/api/v1/nowhere", "", "application/json", 404)]
    [InlineData("PATCH", "/api/v1/me", "{}", "application/json", 405)]
    [InlineData("POST", "/api/v1/applications", "{}", "text/plain", 415)]
    [InlineData("POST", "/api/v1/applications", "{\"child\":", "application/json", 400)]
    [InlineData("POST", "/api/v1/applications", "[]", "application/json", 400)]
    [InlineData("POST", "/api/v1/applications", "{\"child\":{\"name\":\"\\ud800\"}}", "application/json", 400)]
    [InlineData("POST", "/api/v1/applications/2725010125A00011/transitions", "{\"to\":\"review\",\"shoe\":1}", "application/json", 400)]
    [InlineData("POST", "/api/v1/applications/2725010125A00011/payments", "{\"amountPaise\":\"much\",\"method\":\"cash\"}", "application/json", 400)]
    [InlineData("POST", "/api/v1/applications/2725010125A00011/transitions", "{\"to\":\"expired\"}", "application/json", 422)]
    public async Task A_client_that_speaks_wrongly_gets_a_problem_document(string method, string path, string body, string type, int status)
    {
        using var clerk = await world.AsAsync("demo-clerk");

        var answer = await clerk.SendAsync(new HttpMethod(method), path, body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, type));

        Assert.Equal((status, "application/problem+json"), ((int)answer.Status, answer.Type));
        Assert.StartsWith("urn:vise:problem:", answer.Json["type"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(answer.Json["title"]!.GetValue<string>()));
        Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Me_is_the_account_behind_the_token()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        using var nobody = await world.AsAsync(null);

        var me = (await clerk.GetAsync(ApiPaths.Me)).Json;

        Assert.Equal(("demo-clerk", "Clerk", "272501"), (me["name"]!.GetValue<string>(), me["grants"]![0]!["role"]!.GetValue<string>(), me["grants"]![0]!["scope"]!.GetValue<string>()));
        var stranger = await nobody.GetAsync(ApiPaths.Me);
        Assert.Equal((HttpStatusCode.Unauthorized, "signed-out"), (stranger.Status, stranger.Problem));
    }

    [Fact]
    public async Task The_description_tells_every_address_and_the_page_asks_no_other_host()
    {
        using var nobody = await world.AsAsync(null);
        var description = (await nobody.GetAsync(Paths.OpenApi)).Json;
        var page = await nobody.GetAsync(Paths.ApiReference);

        Assert.All(
            (string[])[ApiPaths.Me, ApiPaths.Curriculum, ApiPaths.Application, ApiPaths.Transitions, ApiPaths.Payments],
            path => Assert.True(description["paths"]!.AsObject().ContainsKey(path), path));
        Assert.Equal(AccessPaths.Token, description["components"]!["securitySchemes"]!["vise"]!["flows"]!["clientCredentials"]!["tokenUrl"]!.GetValue<string>());
        var form = description["paths"]![ApiPaths.Applications]!["post"]!["requestBody"]!["content"]!["application/json"]!;
        Assert.Equal("272501", string.Concat(((string[])["state", "district", "branch"]).Select(part => form["example"]!["sought"]![part]!.GetValue<string>())));
        Assert.Equal("date", form["schema"]!["properties"]!["child"]!["properties"]!["birthDate"]!["format"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.DoesNotContain("//cdn", page.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(src|href)=""https?:", page.Text);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/ready")]
    [InlineData("/api/v1/health")]
    [InlineData("/api/v1/health/live")]
    [InlineData("/api/v1/health/ready")]
    public async Task Health_says_one_word(string path)
    {
        using var nobody = await world.AsAsync(null);

        Assert.Equal((HttpStatusCode.OK, """{"status":"ok"}"""), ((await nobody.GetAsync(path)).Status, (await nobody.GetAsync(path)).Text));
    }
}
