using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Faults;

/// <summary>Which requests a fault strikes, and how. Every property that is null matches everything.</summary>
public sealed record FaultRule
{
    public required FaultAction Action { get; init; }

    public FaultStage Stage { get; init; } = FaultStage.BeforeHandling;

    public ApiKey? Api { get; init; }

    public short? Version { get; init; }

    public string? ClientId { get; init; }

    /// <summary>A topic the request names, among others perhaps.</summary>
    public string? Topic { get; init; }

    /// <summary>A partition of <see cref="Topic"/>; ignored without one.</summary>
    public int? Partition { get; init; }

    public string? Group { get; init; }

    public string? TransactionalId { get; init; }

    /// <summary>A further condition; called on the broker's threads, so it must be quick and thread-safe.</summary>
    public Func<RequestFacts, bool>? When { get; init; }

    /// <summary>How many matching requests pass unharmed first; at least 0.</summary>
    public int Skip { get; init; }

    /// <summary>How many requests are struck, at least 1; null for all.</summary>
    public int? Count { get; init; } = 1;

    internal bool Matches(RequestFacts facts) =>
        (Api is null || Api == facts.Api)
        && (Version is null || Version == facts.Version)
        && (ClientId is null || ClientId == facts.ClientId)
        && (Topic is null || facts.Names(Topic, Partition))
        && (Group is null || Group == facts.Group)
        && (TransactionalId is null || TransactionalId == facts.TransactionalId)
        && (When is null || When(facts));
}
