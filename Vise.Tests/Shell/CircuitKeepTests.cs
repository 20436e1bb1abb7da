using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Shell;

public class CircuitKeepTests(TestCluster cluster)
{
    [Fact]
    public async Task What_a_closed_page_leaves_stays_in_its_node_and_never_goes_to_the_shared_cache()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        using var started = app.Browser();

        Assert.Null(app.Services.GetRequiredService<IOptions<CircuitOptions>>().Value.HybridPersistenceCache);
    }
}
