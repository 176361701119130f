using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Faults;

/// <summary>What a fault's conditions may know of a request.</summary>
/// <param name="Api">Which request.</param>
/// <param name="Version">Its version.</param>
/// <param name="ClientId">Empty when the client gives none.</param>
public sealed record RequestFacts(ApiKey Api, short Version, string ClientId)
{
    /// <summary>The group it is about; null for other requests.</summary>
    public string? Group { get; init; }

    /// <summary>The transactional id it carries; null for other requests.</summary>
    public string? TransactionalId { get; init; }

    /// <summary>The partitions it names; partition -1 where only a topic is named.</summary>
    public IReadOnlyList<(string Topic, int Partition)> Partitions { get; init; } = [];

    internal bool Names(string topic, int? partition) =>
        Partitions.Any(named => named.Topic == topic && (partition is null || named.Partition == -1 || named.Partition == partition));
}
