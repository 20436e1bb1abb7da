using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vise.Data.Caching;

/// <summary>How values are written as JSON: nothing that is empty, names in their own script and not as escapes, which take twice the bytes.</summary>
internal static class CacheJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new CachedFactory() },
    };

    private sealed class CachedFactory : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Cached<>);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(CachedConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;
    }

    private sealed class CachedConverter<T> : JsonConverter<Cached<T>>
    {
        public override Cached<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var start = reader.TokenStartIndex;
            var written = JsonSerializer.Deserialize<Written<T>>(ref reader, options) ?? throw new JsonException();
            return new Cached<T>(written.V!, DatabaseMoment.Parse(written.M), written.U, 2 * (reader.BytesConsumed - start)).FromRedis();
        }

        public override void Write(Utf8JsonWriter writer, Cached<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, new Written<T>(value.Value, value.AsOf.ToString(), value.Until), options);
    }

    /// <summary>A value, its moment, until when it holds.</summary>
    internal sealed record Written<T>(T? V, string M, long U);
}
