using Engage.LocalBroker.Coordination;

namespace Engage.LocalBroker.Groups;

/// <summary>The session timers of members, and of member ids handed out but not yet used.</summary>
internal static class Sessions
{
    public static TimerKey Timer(Group group, string memberId) => new(TimerKind.MemberSession, group.Id, memberId);

    public static void Restart(Group group, GroupMember member, Turn turn) => Start(group, member.Id, member.SessionTimeoutMs, turn);

    public static void Start(Group group, string memberId, long timeoutMs, Turn turn) =>
        turn.Timers.Set(Timer(group, memberId), turn.NowMs + timeoutMs);

    /// <summary>Any sign of life in the group's current generation.</summary>
    public static void KeepAlive(Group group, GroupMember member, Turn turn)
    {
        // A parked request is itself the sign of life; its answer starts the timer again.
        if (!member.IsJoining && member.ParkedSync is null) Restart(group, member, turn);
    }

    public static void Stop(Group group, string memberId, Turn turn) => turn.Timers.Cancel(Timer(group, memberId));
}
