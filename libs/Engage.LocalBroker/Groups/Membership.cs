using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>What members do between joins: fetch the assignment, stay alive, leave, fall silent.</summary>
internal sealed class Membership(GroupDirectory groups, Rebalances rebalances)
{
    /// <summary>Whether this member id (and instance id, when given) belongs to the group: 25 or 82 when not.</summary>
    /// <remarks>The instance decides first: a replaced static member is told that it is fenced, not that it is unknown.</remarks>
    public static ErrorCode Check(Group group, string memberId, string? instanceId)
    {
        if (instanceId is not null)
        {
            if (group.StaticMember(instanceId) is not { } holder) return ErrorCode.UnknownMemberId;
            if (holder.Id != memberId) return ErrorCode.FencedInstanceId;
        }

        return group.Member(memberId) is null ? ErrorCode.UnknownMemberId : ErrorCode.None;
    }

    /// <summary>As <see cref="Check(Group,string,string?)"/>, then the generation: 22 when it is another one.</summary>
    public static ErrorCode Check(Group group, string memberId, string? instanceId, int generation)
    {
        var error = Check(group, memberId, instanceId);
        if (error != ErrorCode.None) return error;
        return generation == group.Generation ? ErrorCode.None : ErrorCode.IllegalGeneration;
    }

    public void Sync(SyncGroupRequest request, Reply<SyncGroupResponse> reply, Turn turn)
    {
        var error = Find(request.GroupId, request.MemberId, request.InstanceId, request.Generation, out var group, out var member);
        if (error == ErrorCode.None && group!.State == GroupState.PreparingRebalance) error = ErrorCode.RebalanceInProgress;
        if (error != ErrorCode.None)
        {
            turn.Answer(reply, SyncGroupResponse.Refused(error));
            return;
        }

        MarkSynced(group!, member!, turn);
        if (group!.State == GroupState.Stable) AnswerAssignment(group, member!, reply, turn);
        else ParkSync(group, member!, request, reply, turn);
    }

    public void Heartbeat(HeartbeatRequest request, Reply<HeartbeatResponse> reply, Turn turn)
    {
        var error = Find(request.GroupId, request.MemberId, request.InstanceId, request.Generation, out var group, out var member);
        if (error == ErrorCode.None)
        {
            Sessions.KeepAlive(group!, member!, turn);
            if (group!.State == GroupState.PreparingRebalance) error = ErrorCode.RebalanceInProgress;
        }

        turn.Answer(reply, new HeartbeatResponse(error));
    }

    public void Leave(LeaveGroupRequest request, Reply<LeaveGroupResponse> reply, Turn turn)
    {
        groups.TryGet(request.GroupId, out var group);
        var membersBefore = group?.Members.Count ?? 0;
        var left = new List<LeftMember>(request.Members.Count);
        foreach (var leaving in request.Members)
        {
            var error = group is null ? ErrorCode.UnknownMemberId : RemoveLeaving(group, leaving, turn);
            left.Add(new LeftMember(leaving.MemberId, leaving.InstanceId, error));
        }

        if (group is not null) AfterLeaving(group, membersBefore, turn);
        turn.Answer(reply, new LeaveGroupResponse(ErrorCode.None, left));
    }

    /// <summary>The session timer of a member, or of an id handed out and never used, ran out.</summary>
    public void OnSessionExpired(string groupId, string memberId, Turn turn)
    {
        if (!groups.TryGet(groupId, out var group)) return;
        if (group.PendingMemberIds.Contains(memberId)) GroupJoins.OnPendingExpired(group, memberId, turn);
        else if (group.Member(memberId) is { } member) Expel(group, member, turn);
    }

    /// <summary>Removes a member as if its session had ended.</summary>
    public void Expel(Group group, GroupMember member, Turn turn)
    {
        var membersBefore = group.Members.Count;
        Rebalances.Remove(group, member, turn);
        AfterLeaving(group, membersBefore, turn);
    }

    /// <summary>Storing a generation failed after it took effect in memory: it is stored again before it is next handed out.</summary>
    public void OnStoringFailed(string groupId)
    {
        if (groups.TryGet(groupId, out var group)) group.IsUnsaved = true;
    }

    public void OnStored(string groupId)
    {
        if (groups.TryGet(groupId, out var group)) group.IsUnsaved = false;
    }

    private ErrorCode Find(string groupId, string memberId, string? instanceId, int generation, out Group? group, out GroupMember? member)
    {
        member = null;
        if (!groups.TryGet(groupId, out group)) return ErrorCode.UnknownMemberId;

        member = group.Member(memberId);
        return Check(group, memberId, instanceId, generation);
    }

    private static void ParkSync(Group group, GroupMember member, SyncGroupRequest request, Reply<SyncGroupResponse> reply, Turn turn)
    {
        Rebalances.AnswerParked(member, ErrorCode.RebalanceInProgress, turn);
        member.ParkedSync = reply;
        Sessions.Stop(group, member.Id, turn);
        if (group.IsLeader(member)) HandOut(group, request.Assignments, turn);
    }

    private static void HandOut(Group group, IReadOnlyDictionary<string, byte[]> assignments, Turn turn)
    {
        group.MoveTo(GroupState.Stable, turn.NowMs);
        foreach (var member in group.Members)
        {
            member.Assignment = assignments.GetValueOrDefault(member.Id) ?? [];
            Sessions.Restart(group, member, turn);
            if (member.ParkedSync is not { } sync) continue;

            turn.Answer(sync, new SyncGroupResponse(ErrorCode.None, member.Assignment));
            member.ParkedSync = null;
        }

        turn.Record(group.Describe());
    }

    private static void AnswerAssignment(Group group, GroupMember member, Reply<SyncGroupResponse> reply, Turn turn)
    {
        if (group.IsUnsaved) turn.Record(group.Describe());
        Sessions.Restart(group, member, turn);
        turn.Answer(reply, new SyncGroupResponse(ErrorCode.None, member.Assignment));
    }

    private static void MarkSynced(Group group, GroupMember member, Turn turn)
    {
        group.AwaitingSync.Remove(member.Id);
        if (group.AwaitingSync.Count == 0) turn.Timers.Cancel(new TimerKey(TimerKind.SyncDeadline, group.Id));
    }

    private static ErrorCode RemoveLeaving(Group group, LeavingMember leaving, Turn turn)
    {
        if (leaving.InstanceId is null && group.RemovePending(leaving.MemberId))
        {
            Sessions.Stop(group, leaving.MemberId, turn);
            return ErrorCode.None;
        }

        var isAdministrative = leaving.MemberId.Length == 0 && leaving.InstanceId is not null;
        var member = isAdministrative ? group.StaticMember(leaving.InstanceId!) : group.Member(leaving.MemberId);
        var error = isAdministrative ? ErrorCode.None : Check(group, leaving.MemberId, leaving.InstanceId);
        if (error != ErrorCode.None) return error;
        if (member is null) return ErrorCode.UnknownMemberId;

        Rebalances.Remove(group, member, turn);
        return ErrorCode.None;
    }

    /// <summary>An id that never joined leaves nothing to redistribute, but the group may have been waiting for it.</summary>
    private void AfterLeaving(Group group, int membersBefore, Turn turn)
    {
        if (group.Members.Count < membersBefore) rebalances.Advance(group, turn);
        else Rebalances.CompleteIfAllJoined(group, turn);
    }
}
