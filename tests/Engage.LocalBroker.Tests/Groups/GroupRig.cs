using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Tests.Coordination;

namespace Engage.LocalBroker.Tests.Groups;

/// <summary>Speaks to the group machines in the words of one group, "g".</summary>
internal sealed class GroupRig(MachineRig rig)
{
    public const string GroupId = "g";
    public const int SessionMs = 10_000;
    public const int RebalanceMs = 30_000;
    public const int InitialDelayMs = 100;

    public GroupRig()
        : this(new MachineRig())
    {
    }

    public MachineRig Rig { get; } = rig;

    public Group Group
    {
        get
        {
            Assert.True(Rig.State.Groups.TryGet(GroupId, out var group));
            return group;
        }
    }

    public static GroupProtocol[] Offers(params string[] names) => [.. names.Select(static name => new GroupProtocol(name, [0]))];

    public Reply<JoinGroupResponse> Join(
        string memberId = "",
        string? instance = null,
        GroupProtocol[]? offers = null,
        string type = "consumer",
        int sessionMs = SessionMs,
        int rebalanceMs = RebalanceMs,
        string groupId = GroupId)
    {
        var request = new JoinGroupRequest(groupId, sessionMs, rebalanceMs, memberId, instance, type, offers ?? Offers("range"));
        return Rig.Ask<JoinGroupResponse>(request.Refused, (reply, turn) => Rig.Machines.Joins.Join(request, new GroupClient("app", "/127.0.0.1"), reply, turn));
    }

    /// <summary>Takes a member id with the 79 round trip, without joining.</summary>
    public string TakeMemberId()
    {
        var answer = Join().Now();
        Assert.Equal(ErrorCode.MemberIdRequired, answer.Error);
        return answer.MemberId;
    }

    /// <summary>Joins as a new dynamic member, id round trip included; the join itself is parked or answered as the group decides.</summary>
    public (string MemberId, Reply<JoinGroupResponse> Join) Enter(GroupProtocol[]? offers = null)
    {
        var memberId = TakeMemberId();
        return (memberId, Join(memberId, offers: offers));
    }

    public Reply<SyncGroupResponse> Sync(
        string memberId, int generation, Dictionary<string, byte[]>? assignments = null, string? instance = null, string groupId = GroupId)
    {
        var request = new SyncGroupRequest(groupId, generation, memberId, instance, assignments ?? []);
        return Rig.Ask<SyncGroupResponse>(request.Refused, (reply, turn) => Rig.Machines.Membership.Sync(request, reply, turn));
    }

    public ErrorCode Heartbeat(string memberId, int generation, string? instance = null, string groupId = GroupId) =>
        Rig.AskNow<HeartbeatResponse>(static error => new(error), (reply, turn) =>
            Rig.Machines.Membership.Heartbeat(new(groupId, generation, memberId, instance), reply, turn)).Error;

    public IReadOnlyList<ErrorCode> Leave(params LeavingMember[] leaving) =>
        [.. Rig.AskNow<LeaveGroupResponse>(static error => new(error, []), (reply, turn) => Rig.Machines.Membership.Leave(new(GroupId, leaving), reply, turn))
            .Members.Select(static member => member.Error)];

    public ErrorCode Leave(string memberId) => Leave(new LeavingMember(memberId, null))[0];

    public ErrorCode Commit(
        string memberId = "", int generation = -1, string? instance = null, long offset = 7, string topic = "orders", int partition = 0,
        string? metadata = null, string groupId = GroupId)
    {
        var request = new OffsetCommitRequest(
            groupId, generation, memberId, instance, [new(topic, [new(partition, offset, SentOffset.NoLeaderEpoch, metadata)])]);
        return Rig.AskNow<OffsetCommitResponse>(request.Refused, (reply, turn) => Rig.Machines.Commits.Commit(request, reply, turn))
            .Topics[0].Partitions[0].Error;
    }

    public FetchedOffset Fetch(string topic = "orders", int partition = 0, bool stable = false, string groupId = GroupId) =>
        Rig.AskNow<OffsetFetchResponse>(static error => new([], error), (reply, turn) =>
            Rig.Machines.Fetches.Fetch(new(groupId, [new(topic, [partition])], stable), reply, turn)).Topics[0].Partitions[0];

    /// <summary>A Stable group of dynamic members; the first one leads. Each member's assignment is its place in the list.</summary>
    public string[] Form(int members = 1, GroupProtocol[]? offers = null)
    {
        var joins = Enumerable.Range(0, members).Select(_ => Enter(offers)).ToArray();
        Rig.Advance(2 * InitialDelayMs); // Everybody arrives within the first delay, which is extended once for them.
        return SyncAll(joins);
    }

    public string[] SyncAll((string MemberId, Reply<JoinGroupResponse> Join)[] joins)
    {
        var ids = joins.Select(static join => join.MemberId).ToArray();
        var answers = joins.Select(static join => join.Join.Now()).ToArray();
        Assert.All(answers, static answer => Assert.Equal(ErrorCode.None, answer.Error));

        var followers = answers.Where(static answer => answer.MemberId != answer.LeaderId)
            .Select(answer => Sync(answer.MemberId, answer.Generation)).ToArray();
        var assignments = ids.Select(static (id, place) => (id, place)).ToDictionary(static pair => pair.id, static pair => new[] { (byte)pair.place });
        Assert.Equal(ErrorCode.None, Sync(answers[0].LeaderId, answers[0].Generation, assignments).Now().Error);
        Assert.All(followers, static follower => Assert.Equal(ErrorCode.None, follower.Now().Error));
        return ids;
    }

    /// <summary>The group in the given state with one member that belongs to its current generation.</summary>
    public string BringTo(GroupState state)
    {
        var member = Form()[0];
        switch (state)
        {
            case GroupState.Empty:
                Assert.Equal(ErrorCode.None, Leave(member));
                break;
            case GroupState.PreparingRebalance:
                _ = Enter(); // The newcomer is parked, the member has not rejoined.
                break;
            case GroupState.CompletingRebalance:
                Assert.Equal(ErrorCode.None, Join(member).Now().Error); // A leader's rejoin completes at once in a group of one; its Sync is missing.
                break;
        }

        Assert.Equal(state, Group.State);
        return member;
    }
}
