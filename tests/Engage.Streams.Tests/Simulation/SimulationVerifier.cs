using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Engage.Streams.Ports;
using Engage.Streams.Runtime;
using Engage.Streams.Testing.Cluster;

namespace Engage.Streams.Tests.Simulation;

/// <summary>Recomputes the answer from the input logs and compares; of the engine it knows only the form of a changelog.</summary>
internal sealed class SimulationVerifier(InMemoryCluster cluster, IReadOnlyList<SimulatedProcess> processes, int partitions, int inputs)
{
    private static readonly string[] InputNames = ["numbers", "more-numbers"];

    /// <returns>The first violation; null if there is none.</returns>
    public string? Check()
    {
        var alarm = processes.SelectMany(process => process.Tasks).FirstOrDefault(task => task.StopReason is not null);
        if (alarm is not null) return $"task {alarm.Partition} has stopped: {alarm.StopReason}";
        return Enumerable.Range(0, partitions).Select(partition => SumsDiffer(partition) ?? DeadLettersDiffer(partition) ?? ChainBreaks(partition) ?? StateDiffers(partition)).FirstOrDefault(violation => violation is not null);
    }

    /// <summary>I1, I2, I5, I6: each number is counted once, in the order of its input, by the factor as of its offset; rewards and reminders follow from that, once each.</summary>
    private string? SumsDiffer(int partition)
    {
        var factors = cluster.Log(new TopicPartition("factors", 0)).Entries.Select(entry => BinaryPrimitives.ReadInt64BigEndian(entry.Value)).ToArray();
        var wanted = InputNames.Take(inputs).Select(name => new Queue<LogEntry>(cluster.Log(new TopicPartition(name, partition)).Entries.Where(entry => entry.Value!.Length == SimulatedWork.NumberBytes))).ToArray();
        var (sums, rewards, reminders) = (new Dictionary<string, long>(), new Dictionary<string, long>(), new Dictionary<string, long>());
        foreach (var entry in Readable("sums", partition))
        {
            var (input, offset) = (entry.Value![sizeof(long)], BinaryPrimitives.ReadInt64BigEndian(entry.Value.AsSpan(sizeof(long) + 1)));
            if (!wanted[input].TryDequeue(out var number) || number.Offset != offset) return $"I1: sum @{entry.Offset} of partition {partition} counts {InputNames[input]}@{offset}, the next is {number?.Offset}";

            var key = Encoding.UTF8.GetString(number.Key!);
            if (!sums.TryGetValue(key, out var sum)) reminders[key] = number.TimestampMicros + (SimulatedWork.RemindAfter.Ticks / TimeSpan.TicksPerMicrosecond);
            sums[key] = sum + (BinaryPrimitives.ReadInt64BigEndian(number.Value) * factors[BinaryPrimitives.ReadInt64BigEndian(number.Value.AsSpan(sizeof(long)))]);
            if (sums[key] >= SimulatedWork.RewardAt) rewards.TryAdd(key, sums[key]);
            if (BinaryPrimitives.ReadInt64BigEndian(entry.Value) != sums[key]) return $"I1: sum @{entry.Offset} of partition {partition} says {BinaryPrimitives.ReadInt64BigEndian(entry.Value)}, not {sums[key]}";
        }

        if (wanted.FirstOrDefault(input => input.Count > 0) is { } left) return $"I1: {left.Count} numbers of partition {partition} are not counted, the first @{left.Peek().Offset}";
        return OnceDiffers("rewards", partition, rewards) ?? OnceDiffers("reminders", partition, reminders);
    }

    private string? OnceDiffers(string topic, int partition, Dictionary<string, long> expected)
    {
        foreach (var entry in Readable(topic, partition))
        {
            var (key, value) = (Encoding.UTF8.GetString(entry.Key!), BinaryPrimitives.ReadInt64BigEndian(entry.Value));
            if (!expected.Remove(key, out var due)) return $"I2: {topic} of partition {partition} has {key} again, or without cause";
            if (due != value) return $"I2: {topic} of partition {partition} says {value} for {key}, not {due}";
        }

        return expected.Count == 0 ? null : $"I2: {topic} of partition {partition} lacks {string.Join(", ", expected.Keys)}";
    }

    /// <summary>I8: each poison record is in the dead letters once.</summary>
    private string? DeadLettersDiffer(int partition)
    {
        var found = Enumerable.Range(0, partitions).SelectMany(target => Readable("dead-letters", target)).Select(Origin).Where(origin => origin.Partition == partition).Order().ToList();
        var expected = InputNames.Take(inputs).SelectMany(name => cluster.Log(new TopicPartition(name, partition)).Entries.Where(entry => entry.Value!.Length == 1).Select(entry => (name, partition, entry.Offset))).Order().ToList();
        return found.SequenceEqual(expected) ? null : $"I8: dead letters of partition {partition} are {string.Join(", ", found)}, not {string.Join(", ", expected)}";
    }

    /// <summary>I4: each transaction in the changelog starts where the one before ended, and the last ends at the group's offsets.</summary>
    private string? ChainBreaks(int partition)
    {
        ChangelogHeader? last = null;
        foreach (var entry in Readable("summer-changelog", partition).Where(entry => entry.Key is [0]))
        {
            var header = ChangelogHeader.Read(entry.Value);
            if (last is not null && (!header.PreviousInput.SequenceEqual(last.NextInput) || header.Sequence != last.Sequence + 1))
                return $"I4: transaction {header.Sequence} of partition {partition} starts at {string.Join('/', header.PreviousInput)}, the one before ended at {string.Join('/', last.NextInput)}";
            last = header;
        }

        if (last is null) return null;
        var committed = InputNames.Take(inputs).Select(name => cluster.Group("summer").Offsets.GetValueOrDefault(new TopicPartition(name, partition)));
        return committed.SequenceEqual(last.NextInput) ? null : $"I4: the chain of partition {partition} ends at {string.Join('/', last.NextInput)}, the group is at {string.Join('/', committed)}";
    }

    /// <summary>I3: the owner's database equals the replayed changelog.</summary>
    private string? StateDiffers(int partition)
    {
        var replayed = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in Readable("summer-changelog", partition).Where(entry => entry.Key is not [0]))
        {
            if (entry.Value is null) replayed.Remove(Convert.ToHexString(entry.Key!));
            else replayed[Convert.ToHexString(entry.Key!)] = Convert.ToHexString(entry.Value);
        }

        var owner = processes.SingleOrDefault(process => process.Tasks.Any(task => task.Partition == partition && task.State == TaskState.Running));
        if (owner is null) return $"I7: nobody runs partition {partition}";
        var kept = owner.Disk.Files.Dump("summer", partition).Where(entry => entry.Key is not [0]).Select(entry => (Convert.ToHexString(entry.Key), Convert.ToHexString(entry.Value)));
        return kept.SequenceEqual(replayed.Select(entry => (entry.Key, entry.Value))) ? null : $"I3: the database of partition {partition} differs from its changelog";
    }

    private IEnumerable<LogEntry> Readable(string topic, int partition) => cluster.Log(new TopicPartition(topic, partition)).Entries.Where(entry => entry.IsReadable);

    private static (string Topic, int Partition, long Offset) Origin(LogEntry letter)
    {
        var (topic, partition, offset) = (string.Empty, -1, -1L);
        foreach (var header in new HeaderView(letter.Headers))
        {
            var (name, value) = (Encoding.UTF8.GetString(header.Name), Encoding.UTF8.GetString(header.Value));
            if (name == DeadLetterHeaders.Topic) topic = value;
            if (name == DeadLetterHeaders.Partition) partition = int.Parse(value, CultureInfo.InvariantCulture);
            if (name == DeadLetterHeaders.Offset) offset = long.Parse(value, CultureInfo.InvariantCulture);
        }

        return (topic, partition, offset);
    }
}
