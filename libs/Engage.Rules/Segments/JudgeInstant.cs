namespace Engage.Rules.Segments;

/// <summary>The two times that a judgement of segments depends on.</summary>
/// <param name="JudgedAtMicros">j: windows and recency are judged by it.</param>
/// <param name="IngestedAtMicros">Arrival: building windows become known by it.</param>
public readonly record struct JudgeInstant(long JudgedAtMicros, long IngestedAtMicros);
