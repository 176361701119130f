using System.Collections.Immutable;

namespace Engage.Rules.Definitions;

/// <summary>A target of HTTP calls: the operator's platform, or a webhook.</summary>
public sealed record Endpoint : Definition
{
    public override DefinitionKind Kind => DefinitionKind.Endpoint;

    public required EndpointPurpose Purpose { get; init; }

    /// <summary>An absolute http or https address.</summary>
    public required string Address { get; init; }

    /// <summary>References <c>${env:NAME}</c> or <c>${file:path}</c> by name, never secrets.</summary>
    public required ImmutableSortedDictionary<string, string> Credentials { get; init; }

    /// <summary>By name (<c>per_second</c>, <c>per_minute</c>, <c>concurrency</c>): above 0; absent ones have the channel's default.</summary>
    public required ImmutableSortedDictionary<string, decimal> Limits { get; init; }
}
