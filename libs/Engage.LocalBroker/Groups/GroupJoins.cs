using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>JoinGroup: who may enter, who must first take an id, who enters in another's place.</summary>
/// <param name="newMemberIdSuffix">The random part of a new member id.</param>
internal sealed class GroupJoins(GroupDirectory groups, Rebalances rebalances, GroupOptions options, Func<string> newMemberIdSuffix)
{
    private const long NewMemberJoinTimeoutMs = 5 * 60 * 1000; // Kafka's limit for a newcomer's parked JoinGroup, whose client may long be gone.

    public void Join(JoinGroupRequest request, GroupClient client, Reply<JoinGroupResponse> reply, Turn turn)
    {
        var error = Check(request);
        if (error != ErrorCode.None)
        {
            Refuse(request, reply, error, turn);
            return;
        }

        var group = groups.GetOrCreate(request.GroupId, turn.NowMs);
        if (!group.Supports(request.ProtocolType, request.Protocols)) Refuse(request, reply, ErrorCode.InconsistentGroupProtocol, turn);
        else if (request.MemberId.Length > 0) JoinAgain(group, request, client, reply, turn);
        else if (request.InstanceId is null) HandOutMemberId(group, request, client, reply, turn);
        else if (group.StaticMember(request.InstanceId) is { } predecessor) TakeOver(group, predecessor, request, client, reply, turn);
        else Enter(group, NewMemberId(request.InstanceId), request, client, reply, turn);
    }

    /// <summary>A member id that was handed out was never used.</summary>
    public static void OnPendingExpired(Group group, string memberId, Turn turn)
    {
        group.RemovePending(memberId);
        Rebalances.CompleteIfAllJoined(group, turn);
    }

    private ErrorCode Check(JoinGroupRequest request)
    {
        if (request.GroupId.Length == 0) return ErrorCode.InvalidGroupId;
        if (request.SessionTimeoutMs < options.MinSessionTimeout.TotalMilliseconds) return ErrorCode.InvalidSessionTimeout;
        if (request.SessionTimeoutMs > options.MaxSessionTimeout.TotalMilliseconds) return ErrorCode.InvalidSessionTimeout;
        if (request.MemberId.Length > 0 && !groups.TryGet(request.GroupId, out _)) return ErrorCode.UnknownMemberId;
        return ErrorCode.None;
    }

    private void JoinAgain(Group group, JoinGroupRequest request, GroupClient client, Reply<JoinGroupResponse> reply, Turn turn)
    {
        if (request.InstanceId is null && group.PendingMemberIds.Contains(request.MemberId))
        {
            Enter(group, request.MemberId, request, client, reply, turn);
            return;
        }

        var error = Membership.Check(group, request.MemberId, request.InstanceId);
        if (error != ErrorCode.None || group.Member(request.MemberId) is not { } member)
        {
            Refuse(request, reply, error, turn);
            return;
        }

        var isUnchanged = member.OffersExactly(request.Protocols);
        var knowsNothingNew = group.State switch
        {
            GroupState.CompletingRebalance => isUnchanged,
            GroupState.Stable => isUnchanged && !group.IsLeader(member), // A leader that joins again asks for a new assignment.
            _ => false,
        };
        if (knowsNothingNew) AnswerCurrentGeneration(group, member, reply, turn);
        else Park(group, member, request, reply, turn);
    }

    /// <summary>
    /// Dynamic members join twice: the first answer (79) only tells the id. A client that gives up in between leaves an id that expires, not a member
    /// that the group would wait for.
    /// </summary>
    private void HandOutMemberId(Group group, JoinGroupRequest request, GroupClient client, Reply<JoinGroupResponse> reply, Turn turn)
    {
        var memberId = NewMemberId(client.Id);
        group.AddPending(memberId);
        Sessions.Start(group, memberId, request.SessionTimeoutMs, turn);
        turn.Answer(reply, JoinGroupResponse.Refused(memberId, ErrorCode.MemberIdRequired));
    }

    private void Enter(Group group, string memberId, JoinGroupRequest request, GroupClient client, Reply<JoinGroupResponse> reply, Turn turn)
    {
        var member = new GroupMember(memberId, request.InstanceId, client);
        Accept(member, request);
        member.ParkedJoin = reply;
        group.Add(member, request.ProtocolType);
        group.MemberArrivedDuringDelay = true;

        Sessions.Start(group, memberId, NewMemberJoinTimeoutMs, turn);
        rebalances.Advance(group, turn);
    }

    /// <summary>
    /// A static member came back without its id, so its predecessor is fenced. In a stable group nothing else changes: the answer names the
    /// <em>old</em> id as leader even when the newcomer leads, so that it does not believe it has to assign.
    /// </summary>
    private void TakeOver(
        Group group, GroupMember predecessor, JoinGroupRequest request, GroupClient client, Reply<JoinGroupResponse> reply, Turn turn)
    {
        var leaderBefore = group.LeaderId ?? "";
        Rebalances.AnswerParked(predecessor, ErrorCode.FencedInstanceId, turn);
        Sessions.Stop(group, predecessor.Id, turn);

        var member = new GroupMember(NewMemberId(request.InstanceId!), request.InstanceId, client);
        Accept(member, request);
        group.Replace(predecessor, member);

        if (group.State != GroupState.Stable || group.ElectProtocol() != group.ProtocolName)
        {
            Park(group, member, request, reply, turn);
            return;
        }

        Sessions.Restart(group, member, turn);
        turn.Record(group.Describe());
        turn.Answer(reply, new JoinGroupResponse(ErrorCode.None, group.Generation, group.ProtocolName ?? "", leaderBefore, member.Id, []));
    }

    private void Park(Group group, GroupMember member, JoinGroupRequest request, Reply<JoinGroupResponse> reply, Turn turn)
    {
        // A parked request asked again comes from a client that lost its connection; nobody reads the first answer.
        Rebalances.AnswerParked(member, ErrorCode.RebalanceInProgress, turn);
        Accept(member, request);
        member.ParkedJoin = reply;
        Sessions.Stop(group, member.Id, turn);
        rebalances.Advance(group, turn);
    }

    private static void AnswerCurrentGeneration(Group group, GroupMember member, Reply<JoinGroupResponse> reply, Turn turn)
    {
        if (group.State == GroupState.Stable && group.IsUnsaved) turn.Record(group.Describe());
        Sessions.Restart(group, member, turn);
        turn.Answer(reply, Rebalances.CurrentGeneration(group, member));
    }

    private static void Accept(GroupMember member, JoinGroupRequest request)
    {
        member.SessionTimeoutMs = request.SessionTimeoutMs;
        member.RebalanceTimeoutMs = request.RebalanceTimeoutMs;
        member.Protocols = request.Protocols;
    }

    private static void Refuse(JoinGroupRequest request, Reply<JoinGroupResponse> reply, ErrorCode error, Turn turn) =>
        turn.Answer(reply, JoinGroupResponse.Refused(request.MemberId, error));

    private string NewMemberId(string prefix) => $"{prefix}-{newMemberIdSuffix()}";
}
