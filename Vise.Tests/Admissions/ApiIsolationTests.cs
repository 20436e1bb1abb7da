using System.Net;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>Who gets in, and what everyone else is told.</summary>
public class ApiIsolationTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    private const string NobodysId = "2725010125AZZZZ";

    public static TheoryData<string, string> Doors => new()
    {
        { "GET", "" }, { "GET", "/events" }, { "GET", "/documents" }, { "GET", "/payments" }, { "GET", "/documents/0b9f2a52-7f0e-4c39-9a1d-1f5b8c3e2a11" },
        { "PUT", "" }, { "DELETE", "" }, { "POST", "/submit" }, { "POST", "/transitions" }, { "POST", "/payments" }, { "POST", "/documents" },
        { "POST", "/documents/0b9f2a52-7f0e-4c39-9a1d-1f5b8c3e2a11/verify" },
    };

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Another_branch_hears_the_same_as_for_what_does_not_exist(string method, string door)
    {
        using var clerk = await world.AsAsync("demo-clerk");
        using var stranger = await world.AsAsync("demo-clerk2");
        using var officer = await world.AsAsync("demo-state");
        using var nobody = await world.AsAsync(null);
        var id = await clerk.BeginAsync();

        var theirs = await KnockAsync(stranger, id);
        var missing = await KnockAsync(clerk, NobodysId + Domain.Codes.Base36.CheckCharacter(NobodysId));
        var mistyped = await KnockAsync(clerk, id[..15] + (id[15] == 'A' ? 'B' : 'A'));

        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (theirs.Status, theirs.Type));
        Assert.Equal((theirs.Status, theirs.Text), (missing.Status, missing.Text));
        Assert.Equal((theirs.Status, theirs.Text), (mistyped.Status, mistyped.Text));
        Assert.Equal(HttpStatusCode.Forbidden, (await KnockAsync(officer, id)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await KnockAsync(nobody, id)).Status);

        Task<ApiAnswer> KnockAsync(ApiClient who, string application) => who.SendAsync(
            new HttpMethod(method), ApiClient.Of(application) + door,
            method is "GET" or "DELETE" ? null : door == "/documents"
                ? new MultipartFormDataContent { { new StringContent("birth_certificate"), "kind" }, { new ByteArrayContent("%PDF-1.4"u8.ToArray()), "file", "a.pdf" } }
                : new StringContent(door == "/payments" ? """{"amountPaise":1,"method":"cash"}""" : """{"to":"review"}""", System.Text.Encoding.UTF8, "application/json"),
            ("If-Match", "*"));
    }

    [Fact]
    public async Task A_familys_unsubmitted_draft_does_not_exist_for_the_desk()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        var id = await clerk.BeginAsync();
        await world.Database.ExecuteAsync($"alter table users.application disable trigger user; update users.application set account_id = (select account_id from users.account where email = 'parent@demo.vise') where application_id = '{id}'; alter table users.application enable trigger user");

        Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync(ApiClient.Of(id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.PostAsync(ApiClient.Of(id) + "/submit")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.MoveAsync(id, "withdrawn", ""","reason":"no"}""".TrimEnd('}'))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.UploadAsync(id, "%PDF-1.4"u8.ToArray(), "a.pdf")).Status);
    }

    [Fact]
    public async Task Deciding_needs_the_branch_admin()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        var id = await clerk.BeginAsync();

        foreach (var to in (string[])["accepted", "rejected", "offer", "enrolled"])
        {
            var answer = await clerk.MoveAsync(id, to);
            Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), (answer.Status, answer.Problem));
        }
    }

    [Fact]
    public async Task A_form_for_another_branch_is_not_taken()
    {
        using var stranger = await world.AsAsync("demo-clerk2");

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync(ApiPaths.Applications, ApiWorld.Sample)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(ApiPaths.Applications + "?branch=272501")).Status);
    }

    [Fact]
    public async Task A_grant_that_was_removed_in_the_database_ends_within_a_second()
    {
        using var clerk = await world.AsAsync("demo-clerk3");
        Assert.Equal(HttpStatusCode.OK, (await clerk.GetAsync(ApiPaths.Applications)).Status);

        await world.Database.ExecuteAsync("update users.access_grant set to_time = now() where account_id = (select account_id from users.account where subject = 'demo-clerk3')");

        // what a node knows of grants is a second old at most; a write asks the database (GivenRolesTests)
        await TestNode.UntilAsync(async () => (await clerk.GetAsync(ApiPaths.Applications)).Status is HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync(ApiPaths.Applications + "?branch=292001")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.PostAsync(ApiPaths.Applications, """{"sought":{"branchId":"292001"}}""")).Status);
    }

    [Fact]
    public async Task The_token_of_a_closed_account_speaks_for_nobody()
    {
        using var admin = await world.AsAsync("demo-admin3");
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync(ApiPaths.Me)).Status);

        await world.Database.ExecuteAsync("update users.account set disabled_time = now() where subject = 'demo-admin3'");

        await TestNode.UntilAsync(async () => (await admin.GetAsync(ApiPaths.Applications)).Status is HttpStatusCode.Unauthorized);
        foreach (var path in (string[])[ApiPaths.Me, ApiPaths.Applications, ApiPaths.Applications + "?branch=292001"])
        {
            var answer = await admin.GetAsync(path);
            Assert.Equal((HttpStatusCode.Unauthorized, "signed-out"), (answer.Status, answer.Problem));
        }
    }
}
