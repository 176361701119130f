namespace Engage.Streams.Kafka.Tools;

/// <summary>Where reading a topic begins.</summary>
public sealed record ReadFrom
{
    private ReadFrom()
    {
    }

    /// <summary>The oldest record there is.</summary>
    public static ReadFrom Start { get; } = new();

    /// <summary>Only what is written from now on.</summary>
    public static ReadFrom End { get; } = new() { AtEnd = true };

    /// <summary>The first record with a timestamp at or after that.</summary>
    public static ReadFrom At(DateTimeOffset instant) => new() { Instant = instant };

    internal bool AtEnd { get; private init; }

    internal DateTimeOffset? Instant { get; private init; }
}
