using System.Globalization;
using System.Security.Cryptography;
using Engage.Streams.Ports;

namespace Engage.Streams.Runtime;

/// <summary>Puts records that cannot be processed among a task's outputs, cut where their topic would not take them whole: a dead letter that does not fit would come back for ever.</summary>
internal sealed class DeadLetterWriter(WorkerPlan plan, WorkerServices services, OutputBuffer outputs, int partition)
{
    private const int KeyBytesMax = 64 << 10;
    private const int OriginalHeadersBytesMax = 16 << 10;
    private const int ReasonCharactersMax = 1_000;

    /// <summary>A cut letter keeps at most so much of its key and of its own headers, each: one part in so many of what the topic takes.</summary>
    private const int ShareOfRoom = 4;

    private static readonly string Version = typeof(StreamTask).Assembly.GetName().Version?.ToString() ?? "unknown";

    private readonly DeadLetterGate gate = new(plan.Options.DeadLettersPerMinuteMax, services.Time);
    private readonly HeaderBuffer headers = new();

    /// <exception cref="IntegrityException">There is no topic for dead letters, or a storm of them is on.</exception>
    public void Write(TopicPartition source, int input, in FetchedRecord record, DecodeError error)
    {
        if (plan.DeadLettersIndex < 0) throw new IntegrityException($"{source}@{record.Offset} cannot be processed ({error.Code}: {error.Reason}) and the topology names no dead letters.");
        if (!gate.TryPass() && !services.Failpoints.IsOff(Protections.DeadLetterGate))
            throw new IntegrityException($"More than {plan.Options.DeadLettersPerMinuteMax} records a minute cannot be processed, the last one {source}@{record.Offset} ({error.Code}: {error.Reason}).");

        WriteHeaders(input, record, error);
        var isWhole = record.Key.Length + record.Value.Length + record.Headers.Encoded.Length + headers.View.Encoded.Length <= plan.DeadLetterBytesMax;
        if (isWhole)
        {
            headers.AddAll(record.Headers);
            Put(record, record.Key, record.Value);
        }
        else
        {
            PutCut(input, record);
        }

        services.Counters.DeadLetters++;
        services.Events.DeadLettered(plan.Worker, partition, plan.Topology.Inputs[input], record.Offset, error);
    }

    private void PutCut(int input, in FetchedRecord record)
    {
        var share = plan.DeadLetterBytesMax / ShareOfRoom;
        var key = record.Key[..Math.Min(record.Key.Length, Math.Min(KeyBytesMax, share))];
        headers.Add(DeadLetterHeaders.OriginalValueBytes, Number(record.Value.Length)).Add(DeadLetterHeaders.OriginalValueSha256, Convert.ToHexStringLower(SHA256.HashData(record.Value)));
        if (key.Length < record.Key.Length) headers.Add(DeadLetterHeaders.OriginalKeyBytes, Number(record.Key.Length));
        if (record.Headers.Encoded.Length <= Math.Min(OriginalHeadersBytesMax, share)) headers.AddAll(record.Headers);
        else headers.Add(DeadLetterHeaders.OriginalHeadersBytes, Number(record.Headers.Encoded.Length));

        var room = Math.Max(0, plan.DeadLetterBytesMax - key.Length - headers.View.Encoded.Length);
        Put(record, key, record.Value[..Math.Min(room, record.Value.Length)]);
        services.Events.DeadLetterCut(plan.Worker, partition, plan.Topology.Inputs[input], record.Offset, record.Key.Length + record.Value.Length + record.Headers.Encoded.Length);
    }

    private void Put(in FetchedRecord record, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var count = plan.OutputPartitionCounts[plan.DeadLettersIndex];
        var target = record.HasKey ? Partitioner.PartitionOf(record.Key, count) : partition % count; // By the whole key, also where it is cut.
        outputs.Begin(plan.DeadLettersIndex).Write(key);
        outputs.EndKey();
        outputs.Bytes.Write(value);
        if (record.HasValue) outputs.End(target, count, headers);
        else outputs.EndTombstone(target, count, headers);
    }

    private void WriteHeaders(int input, in FetchedRecord record, DecodeError error)
    {
        headers.Clear()
            .Add(DeadLetterHeaders.Worker, plan.Worker)
            .Add(DeadLetterHeaders.Version, Version)
            .Add(DeadLetterHeaders.Topic, plan.Inputs[input])
            .Add(DeadLetterHeaders.Partition, Number(partition))
            .Add(DeadLetterHeaders.Offset, Number(record.Offset))
            .Add(DeadLetterHeaders.Timestamp, Number(record.TimestampMicros))
            .Add(DeadLetterHeaders.Code, Bounded(error.Code))
            .Add(DeadLetterHeaders.Reason, Bounded(error.Reason));
        if (error.FieldPath is not null) headers.Add(DeadLetterHeaders.Field, Bounded(error.FieldPath));
        if (error.ByteOffset >= 0) headers.Add(DeadLetterHeaders.ByteOffset, Number(error.ByteOffset));
    }

    private static string Bounded(string text) => text.Length <= ReasonCharactersMax ? text : text[..ReasonCharactersMax];

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
