namespace Engage.Rules.Gates;

/// <summary>What the gates need to know of a player, at the profile version that the action asks for or a later one.</summary>
public sealed record GatedPlayer
{
    /// <summary>The statement that a player may be contacted.</summary>
    public const string NotSuppressed = "none";

    /// <summary><see cref="NotSuppressed"/>, or a reason such as <c>self_excluded</c>; null: never stated.</summary>
    public string? Suppression { get; init; }

    /// <summary>By channel; one never named counts as not given.</summary>
    public IReadOnlyDictionary<string, bool> Consents { get; init; } = System.Collections.Immutable.ImmutableDictionary<string, bool>.Empty;

    /// <summary><c>profile.market</c>; null where unknown.</summary>
    public string? Market { get; init; }

    /// <summary><c>profile.time_zone</c>; null where unknown.</summary>
    public string? TimeZone { get; init; }

    public bool IsErased { get; init; }

    public bool HasConsent(string channel) => Consents.TryGetValue(channel, out var isGiven) && isGiven;
}
