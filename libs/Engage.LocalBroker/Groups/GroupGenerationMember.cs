namespace Engage.LocalBroker.Groups;

/// <summary>A member as the journal keeps it, so that a restarted broker can go on without a rebalance.</summary>
internal sealed record GroupGenerationMember(
    string MemberId,
    string? InstanceId,
    string ClientId,
    string ClientHost,
    int SessionTimeoutMs,
    int RebalanceTimeoutMs,
    IReadOnlyList<GroupProtocol> Protocols,
    byte[] Assignment);
