namespace Engage.Properties.Tests.Model;

/// <summary>A segment's condition. A closed hierarchy.</summary>
internal abstract record Condition
{
    /// <summary>Its parts that look at what has happened.</summary>
    public IEnumerable<History> Histories => this switch
    {
        All all => all.Children.SelectMany(child => child.Histories),
        Any any => any.Children.SelectMany(child => child.Histories),
        Not not => not.Inner.Histories,
        History leaf => [leaf],
        _ => [],
    };
}

internal sealed record All(params Condition[] Children) : Condition;

internal sealed record Any(params Condition[] Children) : Condition;

internal sealed record Not(Condition Inner) : Condition;

internal sealed record InSegment(string Id) : Condition;

internal sealed record HasTag(string Tag) : Condition;

internal sealed record Profile(string Name, string Value) : Condition;

internal sealed record Consent : Condition;

/// <summary>A leaf on what has happened.</summary>
/// <param name="Game">Only events with it; null: all.</param>
/// <param name="WithinSeconds">Null: lifetime.</param>
internal abstract record History(string Type, string? Game, long? WithinSeconds) : Condition;

/// <param name="Operator"><c>gte</c> or <c>lt</c>, as everywhere here.</param>
internal sealed record Counted(string Type, string? Game, long? WithinSeconds, string Operator, int Bound) : History(Type, Game, WithinSeconds);

/// <param name="Bounds">By wallet currency; a single <c>=EUR</c> stands for a bound in euros whatever the wallet.</param>
internal sealed record Summed(string Type, string? Game, string Field, long? WithinSeconds, string Operator, Dictionary<string, decimal> Bounds)
    : History(Type, Game, WithinSeconds);

internal sealed record SinceLast(string Type, string? Game, string Operator, long Seconds, bool Before) : History(Type, Game, null);

internal sealed record Never(string Type, string? Game) : History(Type, Game, null);
