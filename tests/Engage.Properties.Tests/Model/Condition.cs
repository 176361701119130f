namespace Engage.Properties.Tests.Model;

/// <summary>A segment's condition. A closed hierarchy.</summary>
internal abstract record Condition;

internal sealed record All(params Condition[] Children) : Condition;

internal sealed record Any(params Condition[] Children) : Condition;

internal sealed record Not(Condition Inner) : Condition;

internal sealed record InSegment(string Id) : Condition;

internal sealed record HasTag(string Tag) : Condition;

internal sealed record Profile(string Name, string Value) : Condition;

internal sealed record Consent : Condition;

/// <param name="Operator"><c>gte</c> or <c>lt</c>, as everywhere here.</param>
internal sealed record Counted(string Type, string? Game, long? WithinSeconds, string Operator, int Bound) : Condition;

/// <param name="Bounds">By wallet currency; a single <c>=EUR</c> stands for a bound in euros whatever the wallet.</param>
internal sealed record Summed(string Type, string? Game, string Field, long? WithinSeconds, string Operator, Dictionary<string, decimal> Bounds) : Condition;

internal sealed record SinceLast(string Type, string? Game, string Operator, long Seconds, bool Before) : Condition;

internal sealed record Never(string Type, string? Game) : Condition;

/// <summary>Everything in force at a time: every version of each rule, oldest first, and the segments.</summary>
internal sealed record Book(SortedDictionary<string, List<RuleModel>> Rules, SortedDictionary<string, Condition> Segments);
