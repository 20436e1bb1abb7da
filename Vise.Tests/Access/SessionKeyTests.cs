using Vise.Tests.Support;
using Vise.Web.Access;
using Xunit;

namespace Vise.Tests.Access;

public class SessionKeyTests(TestCluster cluster)
{
    [Fact]
    public async Task A_dump_of_the_database_holds_no_key_of_a_session_in_the_clear()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var app = await SignInApp.StartAsync(database);
        using var browser = app.NewBrowser();
        await browser.SignInAsync("clerk@demo.vise", DemoAccounts.Password);

        var kept = await database.ScalarAsync<string>("select string_agg(xml, ' ') from auth.data_protection_key");

        Assert.Contains("sealedKey", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey", kept, StringComparison.Ordinal);
        await using var restarted = await SignInApp.StartAsync(database);
        await browser.GoAsync(new Uri(restarted.Address, "/who").AbsoluteUri);
        Assert.Equal("Sunita Pawar", browser.Text);
        Assert.Equal(1L, await database.ScalarAsync<long>("select count(*) from auth.data_protection_key"));
    }
}
