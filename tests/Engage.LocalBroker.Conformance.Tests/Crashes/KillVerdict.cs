using Confluent.Kafka;
using Engage.LocalBroker.Conformance.Tests.Support;

namespace Engage.LocalBroker.Conformance.Tests.Crashes;

/// <summary>Compares what the clients were told with what the broker holds. Every line is a broken promise.</summary>
internal static class KillVerdict
{
    public static async Task<List<string>> ComplaintsAsync(Cluster cluster, KillLoad load)
    {
        var complaints = new List<string>();
        ComparePlain(cluster.ReadRecords(KillLoad.Plain), load.Acknowledged, complaints);
        CompareCopies(cluster.ReadAll(KillLoad.Copies), load.Committed, complaints);
        CompareTable(cluster.ReadRecords(KillLoad.Table), load, complaints);

        var offset = cluster.Committed(KillLoad.Group, KillLoad.Input, IsolationLevel.ReadUncommitted).Value;
        if (offset != load.CommittedOffset) complaints.Add($"The group's offset is {offset}, not {load.CommittedOffset}.");

        foreach (var topic in (string[])[KillLoad.Plain, KillLoad.Copies, KillLoad.Table])
        {
            var stable = await cluster.EndAsync(topic, IsolationLevel.ReadCommitted);
            var end = await cluster.EndAsync(topic, IsolationLevel.ReadUncommitted);
            if (stable != end) complaints.Add($"{topic}: the last stable offset stays at {stable} of {end}.");
        }

        return complaints;
    }

    private static void ComparePlain(
        List<ConsumeResult<string, string>> found, IReadOnlyList<(string Value, TopicPartitionOffset Position)> acknowledged, List<string> complaints)
    {
        var places = found.ToLookup(static record => record.Message.Value, static record => record.TopicPartitionOffset);
        foreach (var (value, position) in acknowledged)
        {
            if (!places[value].Contains(position)) complaints.Add($"{value} is not at {position} as acknowledged.");
        }

        foreach (var repeated in places.Where(static place => place.Count() > 1)) complaints.Add($"{repeated.Key} is there {repeated.Count()} times.");

        foreach (var partition in found.GroupBy(static record => record.Partition.Value))
        {
            var numbers = partition.Select(static record => int.Parse(record.Message.Value.AsSpan(1), null));
            if (!numbers.SequenceEqual(numbers.Order())) complaints.Add($"Partition {partition.Key} is out of order.");
        }
    }

    private static void CompareCopies(List<string> found, IReadOnlyList<string> committed, List<string> complaints)
    {
        complaints.AddRange(committed.Except(found).Select(static value => $"{value} was committed and is not visible."));
        complaints.AddRange(found.Except(committed).Select(static value => $"{value} is visible and was not committed."));
        complaints.AddRange(found.GroupBy(static value => value).Where(static group => group.Count() > 1).Select(static group => $"{group.Key} is there {group.Count()} times."));
    }

    private static void CompareTable(List<ConsumeResult<string, string>> found, KillLoad load, List<string> complaints)
    {
        var last = new Dictionary<string, string>();
        foreach (var record in found) last[record.Message.Key] = record.Message.Value;

        complaints.AddRange(load.LastByKey.Where(pair => last.GetValueOrDefault(pair.Key) != pair.Value)
            .Select(pair => $"{pair.Key} is {last.GetValueOrDefault(pair.Key)}, not {pair.Value}."));
        if (found.Count >= load.TableWrites) complaints.Add($"All {found.Count} records of the table are there: it was never compacted.");
    }
}
