using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Vise.Web.Shell.Api;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>An Idempotency-Key on any post of the API.</summary>
public class ApiOnceTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    private static readonly byte[] Certificate = File.ReadAllBytes(Source.File("samples", "birth-certificate-specimen.png"));

    [Fact]
    public async Task A_step_sent_again_with_its_key_gets_the_same_answer_and_is_taken_once()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        var id = await clerk.BeginAsync();
        var submit = ApiClient.Of(id) + "/submit";
        var (first, again) = (await clerk.PostAsync(submit, "{}", Key("submit " + id)), await clerk.PostAsync(submit, "{}", Key("submit " + id)));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.Status, again.Status));
        Assert.Equal((first.Text, first.Tag, first.Type), (again.Text, again.Tag, again.Type));
        Assert.False(first.Response.Headers.Contains(OnceDoor.Replayed));
        Assert.True(again.Response.Headers.Contains(OnceDoor.Replayed));

        var review = ApiClient.Of(id) + "/transitions";
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => clerk.PostAsync(review, """{"to":"review"}""", Key("review " + id))));
        Assert.All(both, answer => Assert.Equal((HttpStatusCode.OK, both[0].Text), (answer.Status, answer.Text)));
        Assert.Equal(1L, await world.Database.ScalarAsync<long>($"select count(*) from admissions.application_event where application_id = '{id}' and to_status = 'review'"));

        var other = await clerk.PostAsync(review, """{"to":"draft"}""", Key("review " + id));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "key-reused"), (other.Status, other.Problem));
    }

    [Fact]
    public async Task A_payment_sent_twice_with_its_key_is_taken_once_and_a_refused_one_leaves_the_key_free()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        using var admin = await world.AsAsync("demo-admin");
        var id = await clerk.BeginAsync();
        Assert.Equal(HttpStatusCode.OK, (await clerk.PostAsync(ApiClient.Of(id) + "/submit")).Status);
        foreach (var (who, to) in new[] { (clerk, "review"), (admin, "accepted"), (admin, "offer"), (clerk, "fees") })
        {
            Assert.Equal(HttpStatusCode.OK, (await who.MoveAsync(id, to)).Status);
        }

        var payments = ApiClient.Of(id) + "/payments";
        var refused = await clerk.PostAsync(payments, """{"amountPaise":0,"method":"cash"}""", Key("pay " + id));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        var twice = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => clerk.PostAsync(payments, """{"amountPaise":1000,"method":"cash"}""", Key("pay " + id))));

        Assert.All(twice, answer => Assert.Equal((HttpStatusCode.Created, twice[0].Text, payments), (answer.Status, answer.Text, answer.Response.Headers.Location!.OriginalString)));
        Assert.Equal(1L, await world.Database.ScalarAsync<long>($"select count(*) from finance.payment where application_id = '{id}'"));
    }

    [Fact]
    public async Task A_document_sent_again_with_its_key_is_the_same_document()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        var id = await clerk.BeginAsync();
        Task<ApiAnswer> SendAsync(byte[] file) => clerk.SendAsync(
            HttpMethod.Post, ApiClient.Of(id) + "/documents",
            new MultipartFormDataContent { { new StringContent("birth_certificate"), "kind" }, { new ByteArrayContent(file), "file", "specimen.png" } }, Key("file " + id));

        var (first, again) = (await SendAsync(Certificate), await SendAsync(Certificate));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created, first.Text), (first.Status, again.Status, again.Text));
        Assert.Equal("key-reused", (await SendAsync([.. Certificate, 0])).Problem);
        Assert.Equal(1L, await world.Database.ScalarAsync<long>($"select count(*) from admissions.document where application_id = '{id}'"));
    }

    [Fact]
    public async Task An_answer_that_went_down_with_its_server_is_told_and_the_change_not_made_again()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        var id = await clerk.BeginAsync();
        var submit = ApiClient.Of(id) + "/submit";
        Assert.Equal(HttpStatusCode.OK, (await clerk.PostAsync(submit, "{}", Key("lost " + id))).Status);
        // as a kill between the change and its answer leaves it
        await world.Database.ExecuteAsync($"update users.idempotency_key set status = null, body = null, claimed_time = now() - interval '2 minutes' where key = 'lost {id}'");
        var lost = await clerk.PostAsync(submit, "{}", Key("lost " + id));
        Assert.Equal((HttpStatusCode.Conflict, "answer-lost"), (lost.Status, lost.Problem));

        // as a kill before the change leaves it
        await world.Database.ExecuteAsync($"update users.idempotency_key set done_time = null where key = 'lost {id}'");
        var afresh = await clerk.PostAsync(submit, "{}", Key("lost " + id));
        Assert.Equal((HttpStatusCode.Conflict, "no-such-step"), (afresh.Status, afresh.Problem));
        Assert.Equal(0L, await world.Database.ScalarAsync<long>($"select count(*) from users.idempotency_key where key = 'lost {id}'"));
    }

    [Fact]
    public async Task A_change_whose_key_was_taken_over_is_rolled_back()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        var id = ApplicationId.Parse(await clerk.BeginAsync());
        var account = await world.Database.ScalarAsync<Guid>("select account_id from users.account where subject = 'demo-clerk'");
        var by = new Actor(account, Role.Clerk, Scope.Of(id.Branch), "Counter").Under(new OnceClaim("taken over", Guid.NewGuid()));

        var refusal = await world.App.Services.GetRequiredService<Vise.Data.Admissions.DraftDesk>().SubmitAsync(by, id, CancellationToken.None);

        Assert.IsType<KeyInUse>(refusal);
        Assert.Equal("draft", await world.Database.ScalarAsync<string>($"select application_status from users.application where application_id = '{id}'"));
    }

    [Fact]
    public async Task Every_post_of_the_description_takes_a_key_and_a_bad_one_is_told()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        var posts = JsonNode.Parse((await clerk.GetAsync(Paths.OpenApi)).Text)!["paths"]!.AsObject().Select(path => path.Value!["post"]).OfType<JsonObject>().ToList();
        Assert.True(posts.Count >= 6);
        Assert.All(posts, post => Assert.Contains(post["parameters"]!.AsArray(), parameter => parameter!["name"]!.GetValue<string>() == OnceDoor.Header));

        var bad = await clerk.PostAsync(ApiPaths.Applications, ApiWorld.Sample, Key(new string('k', 201)));
        Assert.Equal((HttpStatusCode.BadRequest, OnceDoor.Header), (bad.Status, Assert.Single(bad.Errors)));
    }

    [Fact]
    public async Task Old_keys_are_forgotten_by_the_job()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        await clerk.PostAsync(ApiPaths.Applications, ApiWorld.Sample, Key("kept"));
        await clerk.PostAsync(ApiPaths.Applications, ApiWorld.Sample, Key("old"));
        await world.Database.ExecuteAsync("update users.idempotency_key set created_time = created_time - interval '25 hours' where key = 'old'");

        await world.App.Services.GetRequiredService<OnceDesk>().PruneAsync(CancellationToken.None);

        Assert.Equal("kept", await world.Database.ScalarAsync<string>("select string_agg(key, ' ') from users.idempotency_key where key in ('kept', 'old')"));
    }

    private static (string, string) Key(string key) => (OnceDoor.Header, key);
}
