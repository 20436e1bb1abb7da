using System.Net;
using Vise.Data.Migrations;
using Vise.Tests.Access;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Local;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Operations;

public class OutageTests
{
    [Fact]
    public async Task A_stopped_database_is_told_in_plain_words_and_its_return_needs_no_restart()
    {
        using var folder = new TestFolder();
        var options = new EmbeddedPostgresOptions(Path.Combine(folder.Path, "postgres"), Path.Combine(folder.Path, "logs", "postgres.log"));
        var postgres = await EmbeddedPostgres.StartAsync(options);
        try
        {
            await Migrator.MigrateAsync(postgres.Logins());
            await using var app = new TestApp(postgres.Logins(), ("Demo:Enabled", "true"));
            using var started = app.Browser();
            using var parent = new PlainBrowser(app.Address);
            await parent.SignInAsync("parent@demo.vise", DemoAccounts.Password, Paths.My);
            Assert.Equal(HttpStatusCode.OK, parent.Status);
            Assert.Equal(Paths.My, parent.At.AbsolutePath);

            await postgres.DisposeAsync();
            await parent.GoAsync(Paths.My);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, parent.Status);
            Assert.NotNull(parent.Page.QuerySelector("h1"));
            Assert.DoesNotContain("Npgsql", parent.Page.Source.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", parent.Page.Source.Text, StringComparison.Ordinal);

            postgres = await EmbeddedPostgres.StartAsync(options);
            await parent.GoAsync(Paths.My);
            Assert.Equal(HttpStatusCode.OK, parent.Status);
        }
        finally
        {
            await postgres.DisposeAsync();
        }
    }
}
