using System.Collections.Immutable;

namespace Engage.Rules.Definitions;

/// <summary>An account with a provider of one channel.</summary>
public sealed record ChannelAccount : Definition
{
    public override DefinitionKind Kind => DefinitionKind.ChannelAccount;

    public required ChannelProvider Provider { get; init; }

    /// <summary>Base address of the provider's API, or <c>smtp://host:port</c>; absent: the provider's public one.</summary>
    public string? Address { get; init; }

    /// <summary>What messages are from: a number, a sender name, an email address; absent where the provider knows it.</summary>
    public string? Sender { get; init; }

    /// <summary>By name (<c>token</c>, <c>sid</c>, <c>user</c>, <c>password</c> …): references <c>${env:NAME}</c> or <c>${file:path}</c>, never secrets.</summary>
    public required ImmutableSortedDictionary<string, string> Credentials { get; init; }

    /// <summary>By name (<c>per_second</c>, <c>per_minute</c>, <c>concurrency</c>): above 0; absent ones have the channel's default.</summary>
    public required ImmutableSortedDictionary<string, decimal> Limits { get; init; }
}
