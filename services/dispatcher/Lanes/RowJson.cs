using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Engage.Streams;

namespace Engage.Dispatcher.Lanes;

/// <summary>Rows of the dispatcher's state as JSON: few and small, and people read them when something is stuck. Absent fields have their defaults, so rows of older versions stay readable.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(LaneRow))]
internal sealed partial class RowJson : JsonSerializerContext;

/// <summary>A stored row in JSON.</summary>
internal sealed class RowSerde<T>(JsonTypeInfo<T> type) : ISerde<T>
{
    public void Write(T value, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output);
        JsonSerializer.Serialize(writer, value, type);
    }

    public T Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, type) ?? throw new DecodeException(new DecodeError("null_row", "A stored row is null."));
        }
        catch (JsonException broken)
        {
            throw new DecodeException(new DecodeError("broken_row", "A stored row is no JSON of its type."), broken);
        }
    }
}
