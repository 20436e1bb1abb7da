using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using ZiggyCreatures.Caching.Fusion.Serialization;

namespace Vise.Data.Caching;

/// <summary>
/// Cached values as bytes: <c>[packing 1][length of the moment 1][moment][body]</c>. The body is JSON, with Brotli from <see cref="PackFrom"/> bytes on: the lists of
/// the network's codes become a fifth of it (docs/modules/cache.md has the measurement). The moment stands in front, to be read without the rest.
/// </summary>
internal sealed class CacheSerializer : IFusionCacheSerializer
{
    private const byte Plain = 1;
    private const byte Packed = 2;
    private const int PackFrom = 512;
    private const int Quality = 4;
    private const int Window = 18;
    private const int Head = 2;

    // what a value can't be longer than, so that a planted one takes no memory
    private const int Longest = 32 * 1024 * 1024;

    /// <summary>The moment that a value as bytes is true for; null for what are no such bytes.</summary>
    public static DatabaseMoment? MomentOf(ReadOnlySpan<byte> data) =>
        data.Length < Head || data[0] is not (Plain or Packed) || data.Length < Head + data[1] ? null
        : DatabaseMoment.Parse(Encoding.ASCII.GetString(data.Slice(Head, data[1])));

    /// <summary>About how many bytes a value takes in memory: its JSON, with two bytes a character.</summary>
    public static long SizeOf<T>(T value) => 2 * Json(value).WrittenCount;

    public byte[] Serialize<T>(T? obj)
    {
        var moment = CachedIn.Of(obj) is { } cached ? Encoding.ASCII.GetBytes(cached.AsOf.ToString()) : [];
        if (moment.Length > byte.MaxValue)
        {
            // a hundred transactions at once: then it is true for no moment that can be told, and nobody takes it
            moment = [];
        }

        var json = Json(obj).WrittenSpan;
        var body = json.Length < PackFrom ? json : Pack(json);
        byte[] data = [body.Length < json.Length ? Packed : Plain, (byte)moment.Length, .. moment, .. body.Length < json.Length ? body : json];
        return data;
    }

    public T? Deserialize<T>(byte[] data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (MomentOf(data) is null)
        {
            throw new InvalidDataException("Not a cached value.");
        }

        var body = data.AsSpan(Head + data[1]);
        return data[0] == Plain ? JsonSerializer.Deserialize<T>(body, CacheJson.Options) : Unpack<T>(body);
    }

    public ValueTask<byte[]> SerializeAsync<T>(T? obj, CancellationToken token = default) => ValueTask.FromResult(Serialize(obj));

    public ValueTask<T?> DeserializeAsync<T>(byte[] data, CancellationToken token = default) => ValueTask.FromResult(Deserialize<T>(data));

    private static ArrayBufferWriter<byte> Json<T>(T value)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = CacheJson.Options.Encoder });
        JsonSerializer.Serialize(writer, value, CacheJson.Options);
        writer.Flush();
        return buffer;
    }

    private static ReadOnlySpan<byte> Pack(ReadOnlySpan<byte> json)
    {
        var packed = new byte[sizeof(int) + BrotliEncoder.GetMaxCompressedLength(json.Length)];
        BitConverter.TryWriteBytes(packed, json.Length);
        return BrotliEncoder.TryCompress(json, packed.AsSpan(sizeof(int)), out var written, Quality, Window) ? packed.AsSpan(0, sizeof(int) + written) : json;
    }

    private static T? Unpack<T>(ReadOnlySpan<byte> body)
    {
        var length = body.Length < sizeof(int) ? -1 : BitConverter.ToInt32(body);
        if (length is < 0 or > Longest)
        {
            throw new InvalidDataException("Not a cached value.");
        }

        var json = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            return BrotliDecoder.TryDecompress(body[sizeof(int)..], json, out var written) && written == length
                ? JsonSerializer.Deserialize<T>(json.AsSpan(0, length), CacheJson.Options)
                : throw new InvalidDataException("Not a cached value.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(json);
        }
    }
}
