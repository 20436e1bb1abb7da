using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Vise.Tests.Support;

/// <summary>
/// One phone's line to the server, as its browser's proxy: all of it goes through here, its worker's requests too. It can be cut, has a latency, and
/// like a balancer can lead to another node.
/// </summary>
public sealed class TestLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly TimeSpan _oneWay;
    private readonly Task _work;
    private volatile Uri _node;
    private volatile bool _isCut;

    /// <summary>A line to a node; <paramref name="roundTrip"/> is what a question and its answer take longer.</summary>
    public TestLine(Uri node, TimeSpan roundTrip = default)
    {
        (_node, _oneWay) = (node, roundTrip / 2);
        _listener.Start();
        _work = ListenAsync();
    }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>New connections go to another node; open ones break.</summary>
    public void LeadTo(Uri node)
    {
        _node = node;
        Break();
    }

    public void Cut()
    {
        _isCut = true;
        Break();
    }

    public void Mend() => _isCut = false;

    /// <summary>Cuts it in a while, and for a while.</summary>
    public async Task CutAsync(TimeSpan after, TimeSpan length)
    {
        await Task.Delay(after);
        Cut();
        await Task.Delay(length);
        Mend();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _work;
        Break();
    }

    private void Break()
    {
        foreach (var socket in _open.Keys)
        {
            socket.Close(0);
        }
    }

    private async Task ListenAsync()
    {
        while (true)
        {
            Socket phone;
            try
            {
                phone = await _listener.AcceptSocketAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = CarryAsync(phone);
        }
    }

    private async Task CarryAsync(Socket phone)
    {
        using var node = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (phone)
        {
            phone.NoDelay = true;
            _open[phone] = _open[node] = true;
            try
            {
                if (!_isCut)
                {
                    await node.ConnectAsync(IPAddress.Loopback, _node.Port);
                    await Task.WhenAny(PumpAsync(phone, node), PumpAsync(node, phone));
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // nobody there, or cut
            }

            _open.TryRemove(phone, out _);
            _open.TryRemove(node, out _);
            phone.Close(0);
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var pipe = Channel.CreateUnbounded<(long Sent, byte[] Bytes)>();
        var arriving = ArriveAsync(pipe.Reader, to);
        try
        {
            var buffer = new byte[32 * 1024];
            while (await from.ReceiveAsync(buffer) is > 0 and var read)
            {
                pipe.Writer.TryWrite((Stopwatch.GetTimestamp(), buffer[..read]));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // cut
        }

        pipe.Writer.Complete();
        await arriving;
    }

    private async Task ArriveAsync(ChannelReader<(long Sent, byte[] Bytes)> pipe, Socket to)
    {
        try
        {
            await foreach (var (sent, bytes) in pipe.ReadAllAsync())
            {
                if (_oneWay - Stopwatch.GetElapsedTime(sent) is var left && left > TimeSpan.Zero)
                {
                    await Task.Delay(left);
                }

                await to.SendAsync(bytes);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // cut
        }
    }
}
