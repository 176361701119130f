namespace Engage.LocalBroker.Coordination;

/// <summary>Names one timer; setting the same key again moves it.</summary>
/// <param name="Owner">Group or transactional id; empty for a timer of the whole coordinator.</param>
/// <param name="MemberId">Empty unless the timer is a member's.</param>
internal readonly record struct TimerKey(TimerKind Kind, string Owner = "", string MemberId = "");
