namespace Engage.Rules.Segments;

/// <summary>A player entered or left a segment.</summary>
/// <param name="SegmentVersion">The version in force; of a segment that is no longer active the last one that was.</param>
/// <param name="EffectiveAtMicros">Since when it holds, not when it was noticed.</param>
public readonly record struct MembershipChange(string SegmentId, int SegmentVersion, bool Entered, long EffectiveAtMicros, MembershipCause Cause);
