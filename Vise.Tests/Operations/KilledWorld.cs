using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Operations;

/// <summary>What is carried, and where to.</summary>
internal enum Lane
{
    Mail,
    Mailbox,
    Sms,
    Seat,
}

/// <summary>A point at which a worker is killed.</summary>
/// <param name="Name">In words.</param>
/// <param name="Place">A step of the mail server or the gateway, or the table of a trap.</param>
/// <param name="Condition">The trap's condition; null for a step.</param>
/// <param name="State">What has become of the message in the end.</param>
/// <param name="Taken">How often the other side took it.</param>
internal sealed record Point(string Name, string Place, string? Condition, string State, int Taken);

/// <summary>A school, a mail server, a gateway, and traps on the way between them.</summary>
internal sealed class KilledWorld : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestSchool _school;
    private readonly TestMailServer _mail;
    private readonly TestGateway _gateway;
    private readonly TestTrap _trap;
    private readonly Lane _lane;
    private readonly TestPost _post;
    private TaskCompletionSource? _held;
    private TaskCompletionSource _go = new();

    private KilledWorld(TestSchool school, TestMailServer mail, TestGateway gateway, TestTrap trap, Lane lane) =>
        (_school, _mail, _gateway, _trap, _lane, _post) = (school, mail, gateway, trap, lane, TestPost.To(school, mail));

    public static async Task<KilledWorld> OpenAsync(TestCluster cluster, Lane lane)
    {
        var school = await TestSchool.OpenAsync(cluster);
        var world = new KilledWorld(school, await TestMailServer.StartAsync(), await TestGateway.StartAsync(), await TestTrap.LayAsync(school.Database), lane);
        await world._post.AddressAsync(lane is Lane.Sms ? "" : "meera@school.test");
        if (lane is Lane.Sms)
        {
            await world._post.MobileAsync("+919823012345");
        }

        return world;
    }

    public TestNode Start() => TestNode.Worker(_school.Database,
    [
        ("Secrets:KeyFile", Path.Combine(_folder.Path, "fields.json")), ("Demo:Enabled", _lane is Lane.Mailbox ? "true" : "false"),
        .. _lane is Lane.Mailbox ? [] : _mail.Settings, .. _lane is Lane.Sms ? _gateway.Settings : [],
    ]);

    /// <summary>Gets ready what causes the effect.</summary>
    public async Task<Func<Task<ApplicationId>>> PrepareAsync()
    {
        if (_lane is not Lane.Seat)
        {
            return () => _school.AnApplicationAsync(ApplicationStatus.Submitted);
        }

        var (leaving, waiting) = (await _school.AnApplicationAsync(ApplicationStatus.Offer), await _school.AnApplicationAsync(ApplicationStatus.Accepted));
        // nobody is told that the other one leaves: only the seat is looked at
        await _school.Database.ExecuteAsync($"set session_replication_role = replica; update users.application set account_id = null where application_id = '{leaving}'");
        return async () =>
        {
            Assert.Null(await _school.Drafts.WithdrawAsync(_school.Admin, leaving, null, "moved away", default));
            return waiting;
        };
    }

    public async Task ArmAsync(Point point)
    {
        _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (point.Condition is { } condition)
        {
            await _trap.ArmAsync(point.Place, condition);
        }
        else if (point.Place is "head")
        {
            _gateway.AtHead = () => StandAsync(() => throw new IOException("The client is gone."));
        }
        else if (point.Place is "end")
        {
            _gateway.AtEnd = async _ =>
            {
                await StandAsync(() => { });
                return 0;
            };
        }
        else
        {
            _mail.HoldAt(point.Place);
        }
    }

    public async Task<bool> HoldsAsync() => _mail.Holds || _held!.Task.IsCompleted || await _trap.HoldsAsync();

    /// <summary>Takes the traps away and ends the killed node's claims, as time would.</summary>
    public async Task LetGoAsync()
    {
        (_gateway.AtHead, _gateway.AtEnd) = (() => Task.CompletedTask, _ => Task.FromResult(202));
        _go.TrySetResult();
        _go = new();
        _mail.LetGo();
        await _trap.DisarmAsync();
        await _post.LapseAsync();
    }

    public Task UntilSettledAsync() => TestNode.UntilAsync(() =>
        _school.Database.ScalarAsync<bool>("select coalesce(bool_and(carried_time is not null or abandoned_time is not null), true) from admissions.outbox"));

    public Task<DateTime> MarkAsync() => _school.Database.ScalarAsync<DateTime>("select clock_timestamp()");

    public async Task<int> TakenAsync() =>
        _mail.Taken().Count + _gateway.Taken.Count + (int)await _school.Database.ScalarAsync<long>("select count(*) from admissions.mailbox_message");

    public Task<string?> StatesAsync(ApplicationId about, DateTime mark) => _school.Database.ScalarAsync<string>(
        $"select string_agg(state, ' ') from admissions.notification where application_id = '{about}' and created_time > '{mark:O}'");

    public Task<long> UnsureShownAsync(ApplicationId about, DateTime mark) => _school.Database.ScalarAsync<long>($"""
        select count(*) from admissions.outbox
        where application_id = '{about}' and created_time > '{mark:O}' and abandoned_time is not null and failure like 'May have gone out already%'
        """);

    public async Task AssertNothingTwiceAsync()
    {
        var mails = _mail.Taken().Select(message => message.MessageId).ToList();
        var texts = _gateway.Taken.Select(text => text.Headers["Idempotency-Key"]).ToList();
        Assert.Equal(mails.Count, mails.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(texts.Count, texts.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(0L, await _school.Database.ScalarAsync<long>(
            "select count(*) from (select application_id from admissions.application_event group by application_id, to_status having count(*) > 1) twice"));
    }

    public async ValueTask DisposeAsync()
    {
        _go.TrySetResult();
        await _trap.DisposeAsync();
        await _gateway.DisposeAsync();
        await _mail.DisposeAsync();
        await _school.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StandAsync(Action after)
    {
        var go = _go.Task;
        _held!.TrySetResult();
        await go;
        after();
    }
}
