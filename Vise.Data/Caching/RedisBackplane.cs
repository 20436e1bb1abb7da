using StackExchange.Redis;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.Backplane;

namespace Vise.Data.Caching;

/// <summary>
/// Tells the other nodes at once that a value was dropped, over Redis' publish and subscribe. Only for speed: a message that is lost, or that somebody
/// else sends, changes nothing but when a value is read again (<see cref="ChangeFeed"/>).
/// </summary>
internal sealed class RedisBackplane(RedisLink link) : IFusionCacheBackplane
{
    private RedisChannel _channel;
    private EventHandler<ConnectionFailedEventArgs>? _restored;

    public async ValueTask SubscribeAsync(BackplaneSubscriptionOptions options)
    {
        _channel = RedisChannel.Literal(options.ChannelName!);
        var redis = await link.OpenAsync();
        _restored = (_, what) =>
        {
            if (what.ConnectionType is ConnectionType.Subscription)
            {
                options.ConnectHandler?.Invoke(new BackplaneConnectionInfo(isReconnection: true));
            }
        };
        redis.ConnectionRestored += _restored;
        // kept where Redis does not answer yet, and made again after each reconnection
        await redis.GetSubscriber().SubscribeAsync(_channel, (_, message) => Hear(message, options), CommandFlags.FireAndForget);
    }

    public void Subscribe(BackplaneSubscriptionOptions options) => _ = SubscribeAsync(options).AsTask();

    public async ValueTask UnsubscribeAsync()
    {
        if (link.Now is { } redis)
        {
            redis.ConnectionRestored -= _restored;
            await redis.GetSubscriber().UnsubscribeAsync(_channel, flags: CommandFlags.FireAndForget);
        }
    }

    public void Unsubscribe() => _ = UnsubscribeAsync().AsTask();

    public async ValueTask PublishAsync(BackplaneMessage message, FusionCacheEntryOptions options, CancellationToken token = default)
    {
        if (link.Now is { IsConnected: true } redis)
        {
            await redis.GetSubscriber().PublishAsync(_channel, BackplaneMessage.ToByteArray(message), CommandFlags.FireAndForget);
        }
    }

    public void Publish(BackplaneMessage message, FusionCacheEntryOptions options, CancellationToken token = default) => _ = PublishAsync(message, options, token).AsTask();

    private static void Hear(RedisValue message, BackplaneSubscriptionOptions options)
    {
        try
        {
            options.IncomingMessageHandler?.Invoke(BackplaneMessage.FromByteArray(message!));
        }
        catch (Exception e) when (e is FormatException or ArgumentException or IndexOutOfRangeException or InvalidOperationException or NullReferenceException)
        {
            // not a message of ours
        }
    }
}
