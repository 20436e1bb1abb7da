using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Operations;

/// <summary>
/// The real binary as a worker, killed with SIGKILL at a named point of an effect's way to a real mail server, gateway or seat; the one started
/// next brings it to its end. Nothing is lost, nothing reaches a person twice, and what may have gone out is shown and left alone.
/// </summary>
public class KilledNodeTests(TestCluster cluster)
{
    private const string Choosing = "$2->'payload' ? 'account' and not $1->'payload' ? 'account'";
    private const string Carrying = "$2->>'carried_time' is not null and $1->>'carried_time' is null";

    private static string Claiming(string kind) => $"$2->>'claim_id' is distinct from $1->>'claim_id' and $2->>'kind' = '{kind}'";

    private static string Coming(string state) => $"$2->>'state' = '{state}' and $1->>'state' is distinct from '{state}'";

    [Fact]
    public Task Killed_at_eight_points_of_a_message_to_the_mail_server() => KillAsync(
        Lane.Mail,
        new("the greeting", "connected", null, "sent", 1),
        new("its name", "ehlo", null, "sent", 1),
        new("the sender", "mail", null, "sent", 1),
        new("the recipient", "rcpt", null, "sent", 1),
        new("the data", "data", null, "sent", 1),
        new("all but kept", "text", null, "unsure", 0),
        new("kept, not answered", "taken", null, "unsure", 1),
        new("answered, not noted", "notification", Coming("sent"), "unsure", 1));

    [Fact]
    public Task Killed_at_seven_points_of_a_message_in_the_database() => KillAsync(
        Lane.Mailbox,
        new("not claimed yet", "outbox", Claiming(OutboxEntry.TellFamilyKind), "sent", 1),
        new("claimed, nobody chosen", "outbox", Choosing, "sent", 1),
        new("chosen, not written down", "notification", Coming("prepared"), "sent", 1),
        new("written down, not handed over", "notification", Coming("handing"), "sent", 1),
        new("handed over, not in the mailbox", "mailbox_message", "true", "sent", 1),
        new("in the mailbox, not noted", "notification", Coming("sent"), "sent", 1),
        new("noted, not carried", "outbox", Carrying, "sent", 1));

    [Fact]
    public Task Killed_at_five_points_of_an_SMS() => KillAsync(
        Lane.Sms,
        new("not written down", "notification", Coming("prepared"), "sent", 1),
        new("not handed over", "notification", Coming("handing"), "sent", 1),
        new("the gateway has not read it", "head", null, "unsure", 0),
        new("the gateway has it and has not answered", "end", null, "unsure", 1),
        new("answered, not noted", "notification", Coming("sent"), "unsure", 1));

    [Fact]
    public Task Killed_at_four_points_of_a_freed_seat() => KillAsync(
        Lane.Seat,
        new("not claimed yet", "outbox", Claiming(OutboxEntry.SeatFreedKind), "sent", 1),
        new("the next is chosen, not offered", "application", "$2->>'application_status' = 'offer' and $1->>'application_status' = 'accepted'", "sent", 1),
        new("offered, the message not yet caused", "outbox", "$2->>'kind' = 'tell-family' and $2->'payload'->>'to' = 'offer' and $1 = '{}'", "sent", 1),
        new("offered, not carried", "outbox", Carrying + " and $2->>'kind' = 'seat-freed'", "sent", 1));

    private async Task KillAsync(Lane lane, params Point[] points)
    {
        await using var world = await KilledWorld.OpenAsync(cluster, lane);
        var node = world.Start();
        try
        {
            foreach (var point in points)
            {
                await world.UntilSettledAsync();
                var cause = await world.PrepareAsync();
                await world.UntilSettledAsync();
                if (point.Place is "ehlo")
                {
                    // the last message's connection is still there
                    await node.KillAsync();
                    node.Dispose();
                    node = world.Start();
                }

                var (before, mark) = (await world.TakenAsync(), await world.MarkAsync());
                await world.ArmAsync(point);
                var about = await cause();
                await TestNode.UntilAsync(world.HoldsAsync);
                await node.KillAsync();
                await world.LetGoAsync();

                node.Dispose();
                node = world.Start();
                await world.UntilSettledAsync();
                Assert.Equal((point.Name, point.State, point.Taken), (point.Name, await world.StatesAsync(about, mark), await world.TakenAsync() - before));
                Assert.Equal(point.State is "unsure" ? 1L : 0L, await world.UnsureShownAsync(about, mark));
            }
        }
        finally
        {
            node.Dispose();
        }

        await world.AssertNothingTwiceAsync();
    }
}
