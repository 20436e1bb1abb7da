using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Vise.Data.Caching;
using Vise.Tests.Support;
using Vise.Web.Local;
using Xunit;

namespace Vise.Tests.Caching;

/// <summary>Redis stopped, paused, emptied or answering garbage: whoever asks goes on, and it comes back by itself.</summary>
public sealed class CacheOutageTests : IAsyncDisposable
{
    // the client's own patience is five seconds; a loaded machine may add to ours of 150 ms
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private CacheNode? _node;
    private int _asked;

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_stopped_Redis_is_gone_on_without_and_taken_up_when_it_is_back()
    {
        var redis = await TestRedis.StartAsync();
        try
        {
            await StartAsync(redis.ConnectionString);
            await redis.KillAsync();
            await AskManyAsync();
            Assert.NotNull(_node!.Store.DownFor);
            await redis.DisposeAsync();

            redis = await TestRedis.StartAsync(redis.Port);
            await BackAsync(redis);
        }
        finally
        {
            await redis.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_paused_Redis_costs_one_short_wait_and_what_memory_has_costs_none()
    {
        await using var redis = await TestRedis.StartAsync();
        await StartAsync(redis.ConnectionString);
        var known = CacheKeys.Districts("00");
        await _node!.AskAsync(known, "known");
        redis.Pause();
        await AskManyAsync();
        Assert.NotNull(_node.Store.DownFor);
        Assert.False(await _node.Store.ProbeAsync(default));
        Assert.Equal("known", await _node.AskAsync(known, "loaded twice"));

        redis.GoOn();
        await BackAsync(redis);
    }

    [Fact]
    public async Task An_emptied_Redis_is_filled_again()
    {
        await using var redis = await TestRedis.StartAsync();
        await StartAsync(redis.ConnectionString);
        await AskManyAsync();
        await redis.FlushAsync();
        await AskManyAsync();
        Assert.Null(_node!.Store.DownFor);
        await BackAsync(redis);
    }

    [Fact]
    public async Task A_server_that_answers_garbage_is_left_alone()
    {
        using var garbage = new GarbageServer();
        _node = CacheNode.Start(CacheMode.Redis, string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{garbage.Port}"));
        await AskManyAsync();
        Assert.NotNull(_node.Store.DownFor);
        Assert.True(garbage.Connections > 0);
    }

    [Fact]
    public async Task With_no_Redis_at_the_start_nobody_waits_for_one()
    {
        var port = FreePort.Find();
        _node = CacheNode.Start(CacheMode.Redis, string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"));
        await AskManyAsync();
        Assert.NotNull(_node.Store.DownFor);

        await using var redis = await TestRedis.StartAsync(port);
        await BackAsync(redis);
    }

    private async Task StartAsync(string connection)
    {
        _node = CacheNode.Start(CacheMode.Redis, connection);
        await _node.Get<RedisLink>().OpenAsync();
        await AskManyAsync();
        await TestNode.UntilAsync(() => Task.FromResult(_node.Store.DownFor is null));
    }

    private async Task AskManyAsync()
    {
        for (var times = 0; times < 20; times++)
        {
            var asked = (++_asked).ToString(CultureInfo.InvariantCulture);
            var start = Stopwatch.GetTimestamp();
            Assert.Equal(asked, await _node!.AskAsync(CacheKeys.Districts(asked), asked));
            Assert.True(Stopwatch.GetElapsedTime(start) < Longest, $"Waited {Stopwatch.GetElapsedTime(start)}");
        }
    }

    // what is loaded from now on reaches Redis
    private Task BackAsync(TestRedis redis) => TestNode.UntilAsync(async () =>
    {
        var asked = (++_asked).ToString(CultureInfo.InvariantCulture);
        await _node!.AskAsync(CacheKeys.Districts(asked), asked);
        return _node.Store.DownFor is null && await redis.AskAsync(async (_, server) => await server.DatabaseSizeAsync() > 0);
    });

    /// <summary>Speaks, but not Redis' protocol.</summary>
    private sealed class GarbageServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _end = new();
        private int _connections;

        public GarbageServer()
        {
            _listener.Start();
            _ = ServeAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public int Connections => Volatile.Read(ref _connections);

        public void Dispose()
        {
            _end.Cancel();
            _listener.Dispose();
            _end.Dispose();
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    var client = await _listener.AcceptTcpClientAsync(_end.Token);
                    Interlocked.Increment(ref _connections);
                    _ = AnswerAsync(client);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // the test is over
            }
        }

        private async Task AnswerAsync(TcpClient client)
        {
            using (client)
            {
                try
                {
                    var (stream, asked) = (client.GetStream(), new byte[4096]);
                    while (await stream.ReadAsync(asked, _end.Token) > 0)
                    {
                        await stream.WriteAsync("$-7\r\n*banana\r\n+\0\0\r\n:NaN\r\n"u8.ToArray(), _end.Token);
                    }
                }
                catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
                {
                    // the other side has had enough
                }
            }
        }
    }
}
