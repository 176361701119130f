using Engage.Streams.Ports;

namespace Engage.Streams.Testing.Cluster;

/// <summary>A group consumer of the in-memory cluster: eager or incremental rebalances, seen at polls only.</summary>
internal sealed class InMemoryConsumer : IInputConsumer
{
    private readonly InMemoryCluster cluster;
    private readonly ConsumerSettings settings;
    private readonly IRebalanceListener listener;
    private readonly BrokerGroup group;
    private readonly SortedDictionary<(int Topic, int Partition), LogPosition> positions = [];
    private GroupMember? member;
    private int seenGeneration = -1;
    private (int Topic, int Partition) last = (-1, -1);
    private bool isClosed;

    public InMemoryConsumer(InMemoryCluster cluster, ConsumerSettings settings, IRebalanceListener listener)
    {
        this.cluster = cluster;
        this.settings = settings;
        this.listener = listener;
        group = cluster.Group(settings.GroupId);
    }

    public PollResult Poll(TimeSpan timeout, out FetchedRecord record)
    {
        record = default;
        Rebalance();
        return ReadNext(out record);
    }

    public GroupMetadata TakeGroupMetadata() => member is null || IsUnknown(member)
        ? new InMemoryGroupMetadata(settings.GroupId, settings.GroupInstanceId, -1, string.Empty) // What the real client sends once it knows that it was dropped.
        : new InMemoryGroupMetadata(settings.GroupId, settings.GroupInstanceId, member.Generation, member.Id);

    public void ReadCommitted(IReadOnlyList<TopicPartition> partitions, Span<long> offsets, TimeSpan timeout)
    {
        for (var i = 0; i < partitions.Count; i++) offsets[i] = cluster.ReadOffset(settings.GroupId, partitions[i]);
    }

    public void Pause(IReadOnlyList<TopicPartition> partitions) => SetPaused(partitions, true);

    public void Resume(IReadOnlyList<TopicPartition> partitions) => SetPaused(partitions, false);

    public void Seek(TopicPartitionOffset position) => positions[Index(position.Partition)].Seek(position.Offset);

    public void Rejoin()
    {
        if (positions.Count > 0) Revoke(Owned());
        group.StartRebalance();
        cluster.Changed();
    }

    public long? TryGetKnownEnd(TopicPartition partition) => cluster.Log(partition).StableEnd;

    public void Close()
    {
        if (isClosed) return;
        isClosed = true;
        if (positions.Count > 0) Revoke(Owned());
        if (settings.GroupInstanceId is null && member is not null) group.Remove(member);
    }

    public void Dispose() => isClosed = true;

    private void Rebalance()
    {
        var now = cluster.Time.GetTimestamp();
        if (member is { IsFenced: true }) throw new ClientException(ClientFault.Fatal, "Local_Fatal", $"Instance id {settings.GroupInstanceId} was taken by another process.");
        if (member is not null && IsUnknown(member)) LoseEverything();

        member ??= group.Join(settings, now);
        member.LastSeenAt = now;
        if (!member.HasJoined)
        {
            if (settings.Assignor == Assignor.Range && positions.Count > 0) Revoke(Owned());
            if (member is null || !group.Members.Contains(member)) return; // The hand-over took longer than the group waits; the next poll sees to it.
            group.Rejoin(member, topic => cluster.Describe(topic).PartitionCount);
        }

        if (group.IsRebalancing || seenGeneration == member.Generation || member.Generation < 0) return;
        seenGeneration = member.Generation;
        TakeAssignment(member);
    }

    private void TakeAssignment(GroupMember self)
    {
        var taken = Owned().Where(partition => !self.Target.Contains(partition)).ToArray();
        if (taken.Length > 0)
        {
            Revoke(taken);
            group.StartRebalance(); // Only now may others have them.
        }

        var added = self.Target.Where(partition => !positions.ContainsKey(Index(partition))).OrderBy(partition => partition.Partition).ToArray();
        foreach (var partition in added) positions[Index(partition)] = new LogPosition(cluster.Log(partition)) { IsPaused = true };
        self.Owned.UnionWith(added);
        cluster.Changed();
        listener.Assigned(added);
    }

    private void Revoke(TopicPartition[] partitions)
    {
        listener.Revoked(partitions);
        Forget(partitions);
    }

    private void LoseEverything()
    {
        var lost = Owned();
        Forget(lost);
        member = null;
        seenGeneration = -1;
        if (lost.Length > 0) listener.Lost(lost);
    }

    private void Forget(TopicPartition[] partitions)
    {
        foreach (var partition in partitions)
        {
            positions.Remove(Index(partition));
            member?.Owned.Remove(partition);
        }

        cluster.Changed();
    }

    private PollResult ReadNext(out FetchedRecord record)
    {
        foreach (var (index, position) in positions.Where(entry => entry.Key.CompareTo(last) > 0).Concat(positions.Where(entry => entry.Key.CompareTo(last) <= 0)))
        {
            var result = position.Read(index.Topic, out record);
            if (result == PollResult.Nothing) continue;
            last = index;
            return result;
        }

        record = default;
        return PollResult.Nothing;
    }

    private bool IsUnknown(GroupMember self) => !self.IsFenced && !group.Members.Contains(self);

    private TopicPartition[] Owned() => [.. positions.Values.Select(position => position.Log.Partition)];

    private (int Topic, int Partition) Index(TopicPartition partition) => (settings.Topics.ToList().IndexOf(partition.Topic), partition.Partition);

    private void SetPaused(IReadOnlyList<TopicPartition> partitions, bool isPaused)
    {
        foreach (var partition in partitions) positions[Index(partition)].IsPaused = isPaused;
    }
}
