using System.Text.Json;
using ZiggyCreatures.Caching.Fusion.Serialization;

namespace Vise.Data.Caching;

/// <summary>Cached values as JSON in the second layer.</summary>
internal sealed class JsonCacheSerializer : IFusionCacheSerializer
{
    public byte[] Serialize<T>(T? obj) => JsonSerializer.SerializeToUtf8Bytes(obj, JsonSerializerOptions.Web);

    public T? Deserialize<T>(byte[] data) => JsonSerializer.Deserialize<T>(data, JsonSerializerOptions.Web);

    public ValueTask<byte[]> SerializeAsync<T>(T? obj, CancellationToken token = default) => ValueTask.FromResult(Serialize(obj));

    public ValueTask<T?> DeserializeAsync<T>(byte[] data, CancellationToken token = default) => ValueTask.FromResult(Deserialize<T>(data));
}
