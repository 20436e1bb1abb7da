using System.Diagnostics;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Vise.Web.Local;
using Vise.Web.Operations;
using Xunit;

namespace Vise.Tests.Operations;

/// <summary>The real binary, killed while it carries the outbox to a real mail server.</summary>
public class KilledNodeTests(TestCluster cluster)
{
    [Fact]
    public async Task Nothing_is_lost_and_nothing_sent_twice_when_nodes_are_killed_between_sending_and_noting()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        using var folder = new TestFolder();
        var post = TestPost.To(school, mail);
        // the server holds its answer back for a second: that is when the node is killed
        await post.AddressAsync("slow-meera@school.test");
        for (var child = 0; child < 5; child++)
        {
            await school.AnApplicationAsync(ApplicationStatus.Submitted);
        }

        foreach (var killedAt in (int[])[1, 3])
        {
            using var node = Start(school, mail, folder);
            await UntilAsync(() => Task.FromResult(mail.Taken().Count >= killedAt));
            node.Kill();
            await node.WaitForExitAsync();
            await post.LapseAsync();
        }

        using (var node = Start(school, mail, folder))
        {
            await UntilAsync(async () => await school.Database.ScalarAsync<bool>("select bool_and(carried_time is not null or abandoned_time is not null) from admissions.outbox"));
            node.Kill();
            await node.WaitForExitAsync();
        }

        var ids = mail.Taken().Select(message => message.MessageId).ToList();
        Assert.Equal(5, ids.Count);
        Assert.Equal(5, ids.Distinct(StringComparer.Ordinal).Count());
        var states = (await post.StatesAsync())!.Split(' ');
        Assert.Equal(3, states.Count(state => state is "sent"));
        Assert.Equal(2, states.Count(state => state is "unsure"));
    }

    private static Process Start(TestSchool school, TestMailServer mail, TestFolder folder)
    {
        var info = new ProcessStartInfo("dotnet", [typeof(ViseCommand).Assembly.Location, "run"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        (string Key, string Value)[] settings =
        [
            ("ASPNETCORE_ENVIRONMENT", "Development"), ("ConnectionStrings:Vise", school.Database.AppConnection), ("ConnectionStrings:ViseAuth", school.Database.AuthConnection),
            ("ConnectionStrings:Redis", ""), ("Public:Address", $"http://127.0.0.1:{FreePort.Find()}"), (LocalFolder.Setting, folder.Path), .. mail.Settings,
        ];
        foreach (var (key, value) in settings)
        {
            info.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var node = Process.Start(info)!;
        node.BeginOutputReadLine();
        node.BeginErrorReadLine();
        return node;
    }

    private static async Task UntilAsync(Func<Task<bool>> done)
    {
        var patience = Stopwatch.StartNew();
        while (!await done())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(60), "It takes too long.");
            await Task.Delay(20);
        }
    }
}
