using Engage.Streams.Ports;

namespace Engage.Streams.Testing.Cluster;

/// <summary>A consumer group: members, generation, offsets. Members learn of a rebalance at their next poll.</summary>
internal sealed class BrokerGroup(string id)
{
    private readonly List<GroupMember> members = [];
    private int memberNumber;
    private bool isRebalancing;

    public string Id { get; } = id;

    public int Generation { get; private set; }

    public Dictionary<TopicPartition, long> Offsets { get; } = [];

    public IReadOnlyList<GroupMember> Members => members;

    /// <summary>Joins, or takes the place of the member with the same instance id.</summary>
    public GroupMember Join(ConsumerSettings settings, long now)
    {
        var member = new GroupMember($"{settings.GroupInstanceId}#{++memberNumber}", settings, now);
        var former = settings.GroupInstanceId is null ? -1 : members.FindIndex(other => other.Settings.GroupInstanceId == settings.GroupInstanceId);
        if (former >= 0)
        {
            // Static membership: the newcomer inherits place and partitions without a rebalance.
            members[former].IsFenced = true;
            member.Target.UnionWith(members[former].Target);
            member.Generation = members[former].Generation;
            member.HasJoined = !isRebalancing;
            members[former] = member;
            return member;
        }

        members.Add(member);
        StartRebalance();
        return member;
    }

    public void Remove(GroupMember member)
    {
        if (members.Remove(member)) StartRebalance();
    }

    public void StartRebalance()
    {
        isRebalancing = true;
        foreach (var member in members) member.HasJoined = false;
    }

    /// <summary>A member says that it is ready for a new generation; the last one to say so makes it.</summary>
    public void Rejoin(GroupMember member, Func<string, int> partitionCount)
    {
        member.HasJoined = true;
        if (!isRebalancing || members.Exists(other => !other.HasJoined)) return;

        isRebalancing = false;
        Generation++;
        foreach (var other in members) other.Generation = Generation;
        if (members[0].Settings.Assignor == Assignor.Range) AssignRange(partitionCount);
        else AssignSticky(partitionCount);
    }

    public bool IsRebalancing => isRebalancing;

    private void AssignRange(Func<string, int> partitionCount)
    {
        var ordered = members.OrderBy(member => member.Settings.GroupInstanceId, StringComparer.Ordinal).ToArray();
        foreach (var member in ordered) member.Target.Clear();
        foreach (var topic in ordered[0].Settings.Topics)
        {
            var count = partitionCount(topic);
            for (var partition = 0; partition < count; partition++) ordered[partition * ordered.Length / count].Target.Add(new TopicPartition(topic, partition));
        }
    }

    /// <summary>Moves as few partitions as fairness allows; a partition that somebody still owns is free only in the next generation.</summary>
    private void AssignSticky(Func<string, int> partitionCount)
    {
        var all = members[0].Settings.Topics.SelectMany(topic => Enumerable.Range(0, partitionCount(topic)).Select(partition => new TopicPartition(topic, partition))).ToArray();
        var share = (all.Length + members.Count - 1) / members.Count;
        var wanted = members.ToDictionary(member => member, member => new HashSet<TopicPartition>(member.Owned.Where(all.Contains).Take(share)));
        foreach (var partition in all.Where(partition => !wanted.Values.Any(set => set.Contains(partition))))
            wanted.MinBy(pair => pair.Value.Count).Value.Add(partition);

        foreach (var member in members)
        {
            member.Target.Clear();
            member.Target.UnionWith(wanted[member].Where(partition => !members.Exists(other => other != member && other.Owned.Contains(partition))));
        }
    }
}
