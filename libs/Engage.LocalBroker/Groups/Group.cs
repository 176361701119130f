using System.Diagnostics;
using Engage.LocalBroker.Coordination;

namespace Engage.LocalBroker.Groups;

/// <summary>A classic consumer group: members, generation, protocol. Rules of membership live here, rules of time in <see cref="Rebalances"/>.</summary>
internal sealed class Group(string id)
{
    // Order of arrival decides who leads when the leader is gone.
    private readonly OrderedDictionary<string, GroupMember> members = [];
    private readonly Dictionary<string, string> memberIdByInstance = [];
    private readonly HashSet<string> pendingMemberIds = [];

    public string Id { get; } = id;

    public GroupState State { get; private set; } = GroupState.Empty;

    public GroupState PreviousState { get; private set; } = GroupState.Empty;

    /// <summary>0 until the first completed rebalance.</summary>
    public int Generation { get; private set; }

    /// <summary>Null for a group that only ever stored offsets.</summary>
    public string? ProtocolType { get; private set; }

    /// <summary>The assignor of this generation; null before the first and while Empty.</summary>
    public string? ProtocolName { get; private set; }

    public string? LeaderId { get; private set; }

    public long SinceMs { get; private set; }

    public IReadOnlyCollection<GroupMember> Members => members.Values;

    /// <summary>Ids handed out with error 79 and not yet used to join.</summary>
    public IReadOnlySet<string> PendingMemberIds => pendingMemberIds;

    /// <summary>Members of this generation that have not fetched their assignment.</summary>
    public HashSet<string> AwaitingSync { get; } = [];

    /// <summary>While the first rebalance collects members: somebody arrived since the delay was last started.</summary>
    public bool MemberArrivedDuringDelay { get; set; }

    /// <summary>While the first rebalance collects members: how much longer the delay may still be extended.</summary>
    public long RemainingDelayMs { get; set; }

    /// <summary>The generation in memory is not in the journal, because storing it failed.</summary>
    public bool IsUnsaved { get; set; }

    public bool IsStableOrCompleting => State is GroupState.Stable or GroupState.CompletingRebalance;

    public bool HaveAllJoined => pendingMemberIds.Count == 0 && Members.All(static member => member.IsJoining);

    /// <summary>The longest any member allows, in ms.</summary>
    public int RebalanceTimeoutMs => Members.Max(static member => (int?)member.RebalanceTimeoutMs) ?? 0;

    public GroupMember? Member(string memberId) => members.GetValueOrDefault(memberId);

    public GroupMember? StaticMember(string instanceId) =>
        memberIdByInstance.TryGetValue(instanceId, out var memberId) ? Member(memberId) : null;

    public bool IsLeader(GroupMember member) => member.Id == LeaderId;

    public void MoveTo(GroupState state, long nowMs)
    {
        PreviousState = State;
        State = state;
        SinceMs = nowMs;
    }

    public void AddPending(string memberId) => pendingMemberIds.Add(memberId);

    public bool RemovePending(string memberId) => pendingMemberIds.Remove(memberId);

    public void Add(GroupMember member, string? protocolType)
    {
        if (members.Count == 0) ProtocolType = protocolType;
        LeaderId ??= member.Id;
        members.Add(member.Id, member);
        pendingMemberIds.Remove(member.Id);
        if (member.InstanceId is { } instanceId) memberIdByInstance[instanceId] = member.Id;
    }

    public void Remove(GroupMember member)
    {
        members.Remove(member.Id);
        AwaitingSync.Remove(member.Id);
        if (member.InstanceId is { } instanceId) memberIdByInstance.Remove(instanceId);
        if (IsLeader(member)) LeaderId = members.Count == 0 ? null : members.GetAt(0).Key;
    }

    /// <summary>Puts <paramref name="successor"/> in the place of a static member: same position, leadership and assignment under a new id.</summary>
    public void Replace(GroupMember predecessor, GroupMember successor)
    {
        Debug.Assert(predecessor.InstanceId is not null && predecessor.InstanceId == successor.InstanceId);
        var position = members.IndexOf(predecessor.Id);
        members.RemoveAt(position);
        members.Insert(position, successor.Id, successor);
        memberIdByInstance[successor.InstanceId!] = successor.Id;
        successor.Assignment = predecessor.Assignment;
        if (AwaitingSync.Remove(predecessor.Id)) AwaitingSync.Add(successor.Id);
        if (IsLeader(predecessor)) LeaderId = successor.Id;
    }

    /// <summary>Whether somebody offering <paramref name="protocols"/> can belong to this group.</summary>
    public bool Supports(string protocolType, IReadOnlyList<GroupProtocol> protocols)
    {
        if (protocolType.Length == 0 || protocols.Count == 0) return false;
        if (members.Count == 0) return true;
        return protocolType == ProtocolType && protocols.Any(protocol => IsSupportedByAll(protocol.Name));
    }

    /// <summary>The protocol most members prefer among those all support; the one the first member likes best when votes are equal.</summary>
    public string? ElectProtocol()
    {
        if (members.Count == 0) return null;

        var candidates = members.GetAt(0).Value.Protocols.Select(static protocol => protocol.Name).Where(IsSupportedByAll).ToList();
        return candidates.MaxBy(candidate => Members.Count(member =>
            member.Protocols.First(protocol => candidates.Contains(protocol.Name)).Name == candidate));
    }

    /// <summary>Keeps the leader if it is joining, else takes the first that is. False when nobody is.</summary>
    public bool ElectLeader()
    {
        if (LeaderId is { } leaderId && Member(leaderId) is { IsJoining: true }) return true;
        if (Members.FirstOrDefault(static member => member.IsJoining) is not { } successor) return false;
        LeaderId = successor.Id;
        return true;
    }

    /// <summary>Opens the next generation with the members there are.</summary>
    public void BeginGeneration(long nowMs)
    {
        Generation++;
        ProtocolName = ElectProtocol();
        AwaitingSync.Clear();
        MoveTo(members.Count == 0 ? GroupState.Empty : GroupState.CompletingRebalance, nowMs);
    }

    /// <summary>Takes the state the journal recorded; parked requests of the previous process are gone.</summary>
    public void Restore(GroupGeneration stored)
    {
        members.Clear();
        memberIdByInstance.Clear();
        pendingMemberIds.Clear();
        AwaitingSync.Clear();
        LeaderId = null;
        foreach (var member in stored.Members) Add(Restored(member), stored.ProtocolType);

        Generation = stored.Generation;
        ProtocolType = stored.ProtocolType;
        ProtocolName = stored.ProtocolName;
        LeaderId = stored.LeaderId;
        MoveTo(members.Count == 0 ? GroupState.Empty : GroupState.Stable, stored.SinceMs);
    }

    /// <summary>What the journal must know of this generation.</summary>
    public GroupGeneration Describe() => new(
        Id, Generation, ProtocolType, ProtocolName, LeaderId, SinceMs,
        [.. Members.Select(static member => new GroupGenerationMember(
            member.Id, member.InstanceId, member.Client.Id, member.Client.Host,
            member.SessionTimeoutMs, member.RebalanceTimeoutMs, member.Protocols, member.Assignment))]);

    private bool IsSupportedByAll(string protocolName) => Members.All(member => member.Supports(protocolName));

    private static GroupMember Restored(GroupGenerationMember stored) =>
        new(stored.MemberId, stored.InstanceId, new GroupClient(stored.ClientId, stored.ClientHost))
        {
            SessionTimeoutMs = stored.SessionTimeoutMs,
            RebalanceTimeoutMs = stored.RebalanceTimeoutMs,
            Protocols = stored.Protocols,
            Assignment = stored.Assignment,
        };
}
