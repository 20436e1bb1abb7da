using System.Net;
using Vise.Data.Migrations;
using Vise.Tests.Support;
using Vise.Web.Local;
using Vise.Web.Shell;
using Vise.Web.Shell.Api;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>The API when a client runs wild and when the database goes away.</summary>
public class ApiUnderStressTests(TestCluster cluster)
{
    [Fact]
    public async Task A_client_that_runs_wild_is_told_to_wait()
    {
        await using var database = await cluster.NewDemoAsync(applications: true);
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), (ApiLimits.Setting, "1"));
        app.Browser().Dispose();
        using var clerk = await ApiClient.SignInAsync(app, "demo-clerk");
        using var other = await ApiClient.SignInAsync(app, "demo-clerk2");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => clerk.GetAsync(ApiPaths.Me)));

        var told = answers.First(answer => answer.Status == HttpStatusCode.TooManyRequests);
        Assert.Equal(("too-many-requests", "application/problem+json"), (told.Problem, told.Type));
        Assert.NotNull(told.Response.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync(ApiPaths.Me)).Status);
    }

    [Fact]
    public async Task A_stopped_database_is_an_outage_that_ends_by_itself()
    {
        using var folder = new TestFolder();
        var options = new EmbeddedPostgresOptions(Path.Combine(folder.Path, "postgres"), Path.Combine(folder.Path, "postgres.log"), Throwaway: true);
        var postgres = await EmbeddedPostgres.StartAsync(options);
        await Migrator.MigrateAsync(postgres.Logins());
        await using var app = new TestApp(new TestDatabase(postgres, EmbeddedDatabase.Name), ("Demo:Enabled", "true"));
        app.Browser().Dispose();
        using var clerk = await ApiClient.SignInAsync(app, "demo-clerk");
        Assert.Equal(HttpStatusCode.OK, (await clerk.GetAsync(Paths.Health)).Status);

        await postgres.DisposeAsync();
        var down = await clerk.PostAsync(ApiPaths.Applications, ApiWorld.Sample);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable"), (down.Status, down.Problem));
        Assert.NotNull(down.Response.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await clerk.GetAsync(Paths.Health)).Status);
        Assert.Equal(HttpStatusCode.OK, (await clerk.GetAsync(Paths.Health + "/live")).Status);

        await using var again = await EmbeddedPostgres.StartAsync(options);
        Assert.Equal(postgres.Port, again.Port);
        await clerk.BeginAsync();
        Assert.Equal(HttpStatusCode.OK, (await clerk.GetAsync(Paths.Health)).Status);
    }
}
