namespace Engage.LocalBroker.Groups;

/// <summary>Timing of consumer groups.</summary>
public sealed record GroupOptions
{
    /// <summary>How long the first rebalance of an empty group waits for further members (Kafka: 3 s).</summary>
    public TimeSpan InitialRebalanceDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Smallest session timeout a member may ask for (Kafka: 6 s).</summary>
    public TimeSpan MinSessionTimeout { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan MaxSessionTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long offsets outlive their group's last member; zero keeps them for ever.</summary>
    public TimeSpan OffsetRetention { get; init; } = TimeSpan.FromDays(7);
}
