namespace Engage.Streams.Ports;

/// <summary>What a group consumer is made with.</summary>
/// <param name="GroupInstanceId">Static membership: stable across restarts, never shared by two live processes. Null: a member that leaves its group when it closes, and comes back as a new one.</param>
/// <param name="Topics">Full names; <see cref="FetchedRecord.TopicIndex"/> counts in this order.</param>
public sealed record ConsumerSettings(string GroupId, string? GroupInstanceId, Assignor Assignor, IReadOnlyList<string> Topics, TimeSpan SessionTimeout);
