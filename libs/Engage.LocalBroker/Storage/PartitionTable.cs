using System.Collections.Concurrent;
using System.Globalization;
using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Storage;

/// <summary>All living partitions by topic name. Look-ups run on any thread; topics come and go on the coordinator's thread only.</summary>
internal sealed class PartitionTable(string directory, StorageContext context) : IPartitions, IDisposable
{
    private readonly ConcurrentDictionary<string, LiveTopic> topics = new(StringComparer.Ordinal);
    private readonly OpenFiles openFiles = new();

    public IEnumerable<Partition> All => topics.Values.SelectMany(topic => topic.Partitions);

    /// <summary>Opens the logs of every topic the catalogue names, and deletes directories of topics it does not.</summary>
    /// <param name="catalogue">After the journal's replay.</param>
    /// <param name="previousStopWasClean">False verifies every CRC.</param>
    public void Recover(TopicCatalogue catalogue, bool previousStopWasClean)
    {
        Directory.CreateDirectory(directory);
        var known = catalogue.Topics.Values.SelectMany(topic => Enumerable.Range(0, topic.PartitionCount).Select(index => DirectoryOf(topic, index))).ToHashSet();
        foreach (var stray in Directory.EnumerateDirectories(directory).Where(found => !known.Contains(found)).ToArray())
            Directory.Delete(stray, recursive: true);

        foreach (var topic in catalogue.Topics.Values) Open(topic, index => catalogue.LogStart(topic.Id, index), verifyAll: !previousStopWasClean);
    }

    /// <summary>Makes a journaled topic usable, with empty logs.</summary>
    public void Create(TopicEntry topic) => Open(topic, _ => 0, verifyAll: false);

    /// <summary>Takes over a journaled change of configuration or partition count.</summary>
    public void Update(TopicEntry topic)
    {
        var live = topics[topic.Name];
        live.Update(topic, OpenPartitions(live, topic, live.Partitions.Count, _ => 0, verifyAll: false));
    }

    /// <summary>Removes a deleted topic: parked fetches wake up, the files go.</summary>
    public void Delete(string name)
    {
        if (!topics.TryRemove(name, out var topic)) return;

        topic.MarkDeleted();
        foreach (var partition in topic.Partitions)
        {
            partition.Log.Dispose();
            Directory.Delete(partition.Log.Directory, recursive: true);
        }
    }

    public LiveTopic? Find(string topic) => topics.GetValueOrDefault(topic);

    /// <summary>Null when the topic or the partition does not exist.</summary>
    public Partition? Find(string topic, int partition) => Find(topic)?.Find(partition);

    public bool Exists(TopicPartition partition) => Find(partition.Topic, partition.Partition) is not null;

    public ErrorCode RegisterTransaction(TopicPartition partition, long producerId, short producerEpoch) =>
        Find(partition.Topic, partition.Partition)?.Log.Register(producerId, producerEpoch) ?? ErrorCode.UnknownTopicOrPartition;

    public ErrorCode AppendMarker(TopicPartition partition, in TransactionMarker marker)
    {
        if (Find(partition.Topic, partition.Partition) is not { } found) return ErrorCode.UnknownTopicOrPartition;

        var error = found.Log.AppendMarker(marker, found.Config);
        return error != ErrorCode.None && found.IsDeleted ? ErrorCode.UnknownTopicOrPartition : error;
    }

    public IReadOnlyList<OpenTransaction> OpenTransactions() =>
    [
        .. from partition in All
           from open in partition.Log.OpenTransactions()
           select new OpenTransaction(new TopicPartition(partition.Topic, partition.Index), open.ProducerId, open.Epoch, open.FirstOffset),
    ];

    /// <summary>Closes all logs as they are; they refuse every later append.</summary>
    public void Dispose()
    {
        foreach (var partition in All) partition.Log.Dispose();
    }

    private void Open(TopicEntry topic, Func<int, long> logStart, bool verifyAll)
    {
        var live = new LiveTopic(topic);
        live.Update(topic, OpenPartitions(live, topic, 0, logStart, verifyAll));
        topics[topic.Name] = live;
    }

    private List<Partition> OpenPartitions(LiveTopic live, TopicEntry topic, int from, Func<int, long> logStart, bool verifyAll)
    {
        var opened = new List<Partition>();
        for (var index = from; index < topic.PartitionCount; index++)
        {
            var path = DirectoryOf(topic, index);
            var recovered = new LogRecovery(path, openFiles, context.Time.NowMs, context.Log) { Scans = context.ScansLogs }.Run(logStart(index), verifyAll);
            opened.Add(new Partition(live, index, new PartitionLog(path, openFiles, context, recovered)));
        }

        return opened;
    }

    private string DirectoryOf(TopicEntry topic, int partition) => Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{topic.Id:N}-{partition}"));
}
