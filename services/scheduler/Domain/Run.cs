using Engage.Rules.Time;

namespace Engage.Scheduler.Domain;

/// <summary>A run that has not ended. Immutable.</summary>
/// <param name="RunId"><c>rule id/due UTC</c>.</param>
/// <param name="RuleVersion">The version in force when it started.</param>
/// <param name="DueMicros">When it was due, microseconds since the Unix epoch.</param>
internal sealed record Run(string RunId, int RuleVersion, long DueMicros)
{
    public RunPhase Phase { get; init; } = RunPhase.Collecting;

    /// <summary>End records still to come, one per partition of player-events.</summary>
    public int EndsMissing { get; init; }

    /// <summary>Members that have come in; once it runs, all there are.</summary>
    public long Members { get; init; }

    /// <summary>Members that end records have announced so far.</summary>
    public long Announced { get; init; }

    /// <summary>Members that have been written to player-events; also the number of the next one.</summary>
    public long Written { get; init; }

    /// <summary>Null while collecting.</summary>
    public long? StartedAtMicros { get; init; }

    /// <summary>When its members are planned; means nothing while collecting.</summary>
    public Pace Pace { get; init; }

    /// <summary>The run of one rule at one instant.</summary>
    public static string IdOf(string ruleId, long dueMicros) =>
        $"{ruleId}/{DateTimeOffset.UnixEpoch.AddTicks(dueMicros * TimeSpan.TicksPerMicrosecond).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture)}";
}
