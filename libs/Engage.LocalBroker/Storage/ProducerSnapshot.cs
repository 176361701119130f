using System.Buffers.Binary;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Records;

namespace Engage.LocalBroker.Storage;

/// <summary>The producers' state at a segment's start, on disk: needed once the older segments are gone.</summary>
/// <remarks>
/// crc32c u32, version i16 = 0, producers [ id i64, epoch i16, open_since i64 (-1 none), batches [ first_sequence i32, last_sequence i32, base_offset i64 ] ].
/// </remarks>
internal static class ProducerSnapshot
{
    private const short Version = 0;
    private const int CrcBytes = sizeof(uint);

    /// <summary>Writes <paramref name="states"/>, replacing what <paramref name="path"/> held in one step.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, IReadOnlyCollection<ProducerState> states)
    {
        using var buffer = new GrowingBuffer();
        var writer = new KafkaWriter(buffer, flexible: false);
        writer.WriteUInt32(0);
        writer.WriteInt16(Version);
        writer.WriteArrayCount(states.Count);
        foreach (var state in states) Write(writer, state);
        BinaryPrimitives.WriteUInt32BigEndian(buffer.Patch(0), Crc32C.Compute(buffer.Written[CrcBytes..]));

        var unfinished = path + ".tmp";
        File.WriteAllBytes(unfinished, buffer.Written);
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>The saved states, seen at <paramref name="nowMs"/>; null when the file is missing or damaged.</summary>
    public static List<ProducerState>? Load(string path, long nowMs)
    {
        if (!File.Exists(path)) return null;

        var bytes = File.ReadAllBytes(path).AsSpan();
        if (bytes.Length < CrcBytes || BinaryPrimitives.ReadUInt32BigEndian(bytes) != Crc32C.Compute(bytes[CrcBytes..])) return null;

        var reader = new KafkaReader(bytes[CrcBytes..], flexible: false);
        if (reader.ReadInt16() != Version) return null;

        var states = new List<ProducerState>();
        for (var remaining = reader.ReadArrayCount(); remaining > 0; remaining--) states.Add(Read(ref reader, nowMs));
        return states;
    }

    private static void Write(KafkaWriter writer, ProducerState state)
    {
        writer.WriteInt64(state.ProducerId);
        writer.WriteInt16(state.Epoch);
        writer.WriteInt64(state.OpenSince ?? -1);
        var stamps = state.Stamps.ToArray();
        writer.WriteArrayCount(stamps.Length);
        foreach (var stamp in stamps)
        {
            writer.WriteInt32(stamp.FirstSequence);
            writer.WriteInt32(stamp.LastSequence);
            writer.WriteInt64(stamp.BaseOffset);
        }
    }

    private static ProducerState Read(ref KafkaReader reader, long nowMs)
    {
        var state = new ProducerState(reader.ReadInt64(), reader.ReadInt16()) { LastSeenMs = nowMs };
        var openSince = reader.ReadInt64();
        state.OpenSince = openSince < 0 ? null : openSince;
        for (var stamps = reader.ReadArrayCount(); stamps > 0; stamps--)
            state.Remember(new BatchStamp(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt64()));
        return state;
    }
}
