namespace Engage.Properties.Tests.Model;

/// <summary>A piece of a text: words as they are, or a variable.</summary>
/// <param name="Words">What stands there where there is no path.</param>
/// <param name="Path">For example <c>player.first_name</c>.</param>
/// <param name="Filters">In order; the fallback is not one of them.</param>
/// <param name="Fallback">Null: the variable is required.</param>
internal sealed record Piece(string Words, string? Path, string[] Filters, string? Fallback)
{
    public string Written => Path is null ? Words : $"{{{{{string.Join(" | ", [Path, .. Filters, .. Fallback is null ? Array.Empty<string>() : [$"fallback:'{Fallback}'"]])}}}}}";
}

/// <summary>One action of a rule.</summary>
/// <param name="Gives">Options of a platform action or a webhook that travel with the action, by name.</param>
/// <param name="Texts">Of messages and webhooks: <c>text</c>, <c>subject</c>, <c>html</c>, <c>body</c>.</param>
internal sealed record ActionModel(string Type, Dictionary<string, string> Gives, Dictionary<string, Piece[]> Texts)
{
    public decimal? Points { get; init; }

    public bool Repeatable { get; init; }

    /// <summary>Null: the player.</summary>
    public string? To { get; init; }

    public bool HasStopText { get; init; } = true;

    /// <summary>Seconds, or <c>none</c>; null: the type's own.</summary>
    public string? MaxAge { get; init; }

    /// <summary>As <see cref="MaxAge"/>.</summary>
    public string? ExpiresAfter { get; init; }
}
