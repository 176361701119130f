using System.Buffers.Binary;
using System.Text;
using Engage.Streams.Ports;
using Engage.Streams.Runtime;
using Engage.Streams.Testing.Cluster;

namespace Engage.Streams.Tests.Simulation;

/// <summary>Recomputes the answer from the input log and compares; of the engine it knows only the form of a changelog.</summary>
internal static class SumVerifier
{
    /// <returns>The first violation; null if there is none.</returns>
    public static string? Check(InMemoryCluster cluster, IEnumerable<SimulatedProcess> processes, int partitions)
    {
        var alarm = processes.SelectMany(process => process.Tasks).FirstOrDefault(task => task.StopReason is not null);
        if (alarm is not null) return $"task {alarm.Partition} has stopped: {alarm.StopReason}";
        return Enumerable.Range(0, partitions).Select(partition =>
            OutputDiffers(cluster, partition) ?? ChainBreaks(cluster, partition) ?? StateDiffers(cluster, processes, partition)).FirstOrDefault(violation => violation is not null);
    }

    /// <summary>I1, I5: the sums that readers of committed records see are those of the input, in order, once each.</summary>
    private static string? OutputDiffers(InMemoryCluster cluster, int partition)
    {
        var sums = new Dictionary<string, long>();
        var expected = new List<(string, long)>();
        foreach (var entry in cluster.Log(new TopicPartition("numbers", partition)).Entries)
        {
            var key = Encoding.UTF8.GetString(entry.Key!);
            expected.Add((key, sums[key] = sums.GetValueOrDefault(key) + BinaryPrimitives.ReadInt64BigEndian(entry.Value)));
        }

        var actual = cluster.Log(new TopicPartition("sums", partition)).Entries.Where(entry => entry.IsReadable)
            .Select(entry => (Encoding.UTF8.GetString(entry.Key!), BinaryPrimitives.ReadInt64BigEndian(entry.Value))).ToList();
        var at = Enumerable.Range(0, Math.Max(expected.Count, actual.Count)).FirstOrDefault(i => i >= expected.Count || i >= actual.Count || expected[i] != actual[i], -1);
        return at < 0 ? null : $"I1: sum {at} of partition {partition} differs ({actual.Count} of {expected.Count} sums)";
    }

    /// <summary>I4: each transaction in the changelog starts where the one before ended, and the last ends at the group's offset.</summary>
    private static string? ChainBreaks(InMemoryCluster cluster, int partition)
    {
        ChangelogHeader? last = null;
        foreach (var entry in cluster.Log(new TopicPartition("summer-changelog", partition)).Entries.Where(entry => entry.IsReadable && entry.Key!.AsSpan().SequenceEqual(TaskMeta.Key)))
        {
            var header = ChangelogHeader.Read(entry.Value);
            if (last is not null && (header.PreviousInput[0] != last.NextInput[0] || header.Sequence != last.Sequence + 1))
                return $"I4: transaction {header.Sequence} of partition {partition} starts at {header.PreviousInput[0]}, the one before ended at {last.NextInput[0]}";
            last = header;
        }

        var committed = cluster.Group("summer").Offsets[new TopicPartition("numbers", partition)];
        return last is null || last.NextInput[0] == committed ? null : $"I4: the chain of partition {partition} ends at {last.NextInput[0]}, the group is at {committed}";
    }

    /// <summary>I3: the owner's database equals the replayed changelog.</summary>
    private static string? StateDiffers(InMemoryCluster cluster, IEnumerable<SimulatedProcess> processes, int partition)
    {
        var replayed = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in cluster.Log(new TopicPartition("summer-changelog", partition)).Entries.Where(entry => entry.IsReadable && entry.Key![0] != 0))
        {
            if (entry.Value is null) replayed.Remove(Convert.ToHexString(entry.Key!));
            else replayed[Convert.ToHexString(entry.Key!)] = Convert.ToHexString(entry.Value);
        }

        var owner = processes.SingleOrDefault(process => process.Tasks.Any(task => task.Partition == partition && task.State == TaskState.Running));
        if (owner is null) return $"I7: nobody runs partition {partition}";
        var kept = owner.Disk.Dump("summer", partition).Where(entry => entry.Key[0] != 0).ToDictionary(entry => Convert.ToHexString(entry.Key), entry => Convert.ToHexString(entry.Value));
        return kept.Count == replayed.Count && replayed.All(entry => kept.GetValueOrDefault(entry.Key) == entry.Value) ? null : $"I3: the database of partition {partition} differs from its changelog";
    }
}
