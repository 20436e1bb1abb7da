using Microsoft.Playwright;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

public class NodeLostTests(TestCluster cluster, TestBrowser browser)
{
    [Fact]
    public async Task A_node_that_is_killed_replaced_and_started_again_is_not_noticed_by_a_parent_who_types()
    {
        await using var database = await cluster.NewDatabaseAsync();
        using var folder = new TestFolder();
        using var redis = Vise.Web.Local.LocalRedis.Start();
        // the balancer: what people and the nodes themselves know as VISE
        await using var line = new TestLine(new Uri("http://127.0.0.1:1"));
        var address = new Uri(line.Address);
        (string, string)[] settings =
        [
            ("Public:Address", line.Address), ("Demo:Enabled", "true"), ("Demo:Applications", "false"), ("Secrets:KeyFile", Path.Combine(folder.Path, "fields.json")), ("ConnectionStrings:Redis", redis.ConnectionString),
            ("ConnectionStrings:ViseOwner", database.OwnerConnection), ("Documents:Directory", Path.Combine(folder.Path, "documents")),
        ];
        using var first = TestNode.Web(database, settings);
        await first.ReadyAsync();
        using var second = TestNode.Web(database, settings);
        line.LeadTo(first.Address);
        var phone = await browser.SignInAsync(address, "parent@demo.vise", Paths.My, TestBrowser.Phone);
        var id = await FamilyForm.BeginAsync(phone, "01");
        await phone.Locator("[name='child.name']").PressSequentiallyAsync("Asha");
        await second.ReadyAsync();

        // killed, and nothing stands in for it yet
        await first.KillAsync();
        await phone.Locator("[name='child.name']").PressSequentiallyAsync(" Patil");
        await FamilyApp.SignAsync(phone, "Not sent yet");
        line.LeadTo(second.Address);
        await FamilyApp.SignAsync(phone, "Saved");
        Assert.Equal("Asha Patil", await database.ScalarAsync<string>("select value from admissions.draft_field where path = 'child.name'"));

        // the other one killed while the step is on its way, and started again
        await FamilyForm.FillAsync(phone, FamilyForm.Child with { Name = "Asha Patil" });
        await second.KillAsync();
        await FamilyForm.SaveAsync(phone);
        await FamilyApp.SignAsync(phone, "No connection just now");
        await Assertions.Expect(phone.Locator("[name='child.aadhaar']")).ToHaveValueAsync("9999 9999 0019");
        using var again = TestNode.Web(database, settings);
        await again.ReadyAsync();
        line.LeadTo(again.Address);

        await phone.WaitForURLAsync("**/background", new() { Timeout = 30_000 });
        Assert.Equal(7L, await database.ScalarAsync<long>("select count(*) from admissions.draft_field where path like 'child.%' and (value <> '' or sealed is not null)"));
        await phone.GotoAsync(FamilyApp.Child(id));
        await Assertions.Expect(phone.Locator("[name='child.aadhaar']")).ToHaveValueAsync("9999 9999 0019");
        await phone.Context.CloseAsync();
    }
}
