using Confluent.Kafka;
using Engage.Streams.Ports;

namespace Engage.Streams.Kafka;

/// <summary>Turns what the client returns into the engine's record.</summary>
internal static class Fetched
{
    private const long MicrosPerMilli = 1_000;

    public static void Fill(ref FetchedRecord record, ConsumeResult<ArenaSlice, ArenaSlice> result, RecordArena arena)
    {
        var message = result.Message;
        var headers = arena.Add(message.Headers);
        record.TimestampMicros = message.Timestamp.UnixTimestampMs * MicrosPerMilli;
        record.HasKey = !message.Key.IsNull;
        record.Key = arena.Read(message.Key);
        record.HasValue = !message.Value.IsNull;
        record.Value = arena.Read(message.Value);
        record.Headers = new HeaderView(arena.Read(headers));
    }
}
