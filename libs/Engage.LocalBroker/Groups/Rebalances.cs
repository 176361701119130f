using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>How a group moves from one generation to the next: collect joins, elect, hand out, collect syncs.</summary>
internal sealed class Rebalances(GroupOptions options)
{
    private readonly long initialDelayMs = (long)options.InitialRebalanceDelay.TotalMilliseconds;

    /// <summary>Membership changed: start a rebalance, or see whether the one in progress can complete.</summary>
    public void Advance(Group group, Turn turn)
    {
        if (group.State == GroupState.PreparingRebalance) CompleteIfAllJoined(group, turn);
        else Start(group, turn);
    }

    /// <summary>The wait for joins is over.</summary>
    public void OnJoinDeadline(Group group, Turn turn)
    {
        if (group.State != GroupState.PreparingRebalance) return;
        if (IsCollectingFirstMembers(group) && group.MemberArrivedDuringDelay && group.RemainingDelayMs > 0) ExtendDelay(group, turn);
        else Complete(group, turn);
    }

    /// <summary>The wait for syncs is over: who did not ask for the assignment is taken for dead.</summary>
    public void OnSyncDeadline(Group group, Turn turn)
    {
        if (!group.IsStableOrCompleting || group.AwaitingSync.Count == 0) return;

        foreach (var memberId in group.AwaitingSync.ToArray())
        {
            if (group.Member(memberId) is { } member) Remove(group, member, turn);
        }

        Start(group, turn);
    }

    /// <summary>Completes the rebalance in progress when nobody is missing; the first one always waits for its delay.</summary>
    public static void CompleteIfAllJoined(Group group, Turn turn)
    {
        if (group.State == GroupState.PreparingRebalance && group.HaveAllJoined && !IsCollectingFirstMembers(group)) Complete(group, turn);
    }

    /// <summary>Takes a member out of its group and answers what it had parked; the caller advances the rebalance.</summary>
    public static void Remove(Group group, GroupMember member, Turn turn)
    {
        AnswerParked(member, ErrorCode.UnknownMemberId, turn);
        Sessions.Stop(group, member.Id, turn);
        group.Remove(member);
    }

    /// <summary>Answers the parked requests of one member with an error.</summary>
    public static void AnswerParked(GroupMember member, ErrorCode error, Turn turn)
    {
        if (member.ParkedJoin is { } join) turn.Answer(join, JoinGroupResponse.Refused(member.Id, error));
        if (member.ParkedSync is { } sync) turn.Answer(sync, SyncGroupResponse.Refused(error));
        member.ParkedJoin = null;
        member.ParkedSync = null;
    }

    /// <summary>The answer to a JoinGroup in the current generation; only the leader learns who the others are.</summary>
    public static JoinGroupResponse CurrentGeneration(Group group, GroupMember member) => new(
        ErrorCode.None, group.Generation, group.ProtocolName ?? "", group.LeaderId ?? "", member.Id,
        group.IsLeader(member) ? MembersForLeader(group) : []);

    private void Start(Group group, Turn turn)
    {
        if (group.State == GroupState.CompletingRebalance) DropAssignments(group, turn);
        turn.Timers.Cancel(SyncTimer(group));

        var isFirst = group.State == GroupState.Empty;
        group.MoveTo(GroupState.PreparingRebalance, turn.NowMs);
        if (isFirst)
        {
            StartDelay(group, turn);
            return;
        }

        turn.Timers.Set(JoinTimer(group), turn.NowMs + group.RebalanceTimeoutMs);
        CompleteIfAllJoined(group, turn);
    }

    private void StartDelay(Group group, Turn turn)
    {
        group.MemberArrivedDuringDelay = false;
        group.RemainingDelayMs = Math.Max(0, group.RebalanceTimeoutMs - initialDelayMs);
        turn.Timers.Set(JoinTimer(group), turn.NowMs + initialDelayMs);
    }

    private void ExtendDelay(Group group, Turn turn)
    {
        var delayMs = Math.Min(initialDelayMs, group.RemainingDelayMs);
        group.MemberArrivedDuringDelay = false;
        group.RemainingDelayMs -= delayMs;
        turn.Timers.Set(JoinTimer(group), turn.NowMs + delayMs);
    }

    private static void Complete(Group group, Turn turn)
    {
        turn.Timers.Cancel(JoinTimer(group));
        foreach (var absent in group.Members.Where(static member => !member.IsStatic && !member.IsJoining).ToArray()) Remove(group, absent, turn);

        if (group.Members.Count > 0 && !group.ElectLeader())
        {
            // Only static members are left and none of them is here: wait until one comes back or their sessions end.
            turn.Timers.Set(JoinTimer(group), turn.NowMs + group.RebalanceTimeoutMs);
            return;
        }

        group.BeginGeneration(turn.NowMs);
        if (group.State == GroupState.Empty) turn.Record(group.Describe());
        else AnswerJoins(group, turn);
    }

    private static void AnswerJoins(Group group, Turn turn)
    {
        foreach (var member in group.Members)
        {
            if (member.ParkedJoin is { } join) turn.Answer(join, CurrentGeneration(group, member));
            member.ParkedJoin = null;
            Sessions.Restart(group, member, turn);
            group.AwaitingSync.Add(member.Id);
        }

        turn.Timers.Set(SyncTimer(group), turn.NowMs + group.RebalanceTimeoutMs);
    }

    private static void DropAssignments(Group group, Turn turn)
    {
        foreach (var member in group.Members)
        {
            member.Assignment = [];
            if (member.ParkedSync is not { } sync) continue;

            turn.Answer(sync, SyncGroupResponse.Refused(ErrorCode.RebalanceInProgress));
            member.ParkedSync = null;
            Sessions.Restart(group, member, turn);
        }
    }

    private static bool IsCollectingFirstMembers(Group group) => group.PreviousState == GroupState.Empty;

    private static List<JoinGroupResponseMember> MembersForLeader(Group group) =>
        [.. group.Members.Select(member =>
            new JoinGroupResponseMember(member.Id, member.InstanceId, member.MetadataFor(group.ProtocolName ?? "") ?? []))];

    private static TimerKey JoinTimer(Group group) => new(TimerKind.JoinDeadline, group.Id);

    private static TimerKey SyncTimer(Group group) => new(TimerKind.SyncDeadline, group.Id);
}
