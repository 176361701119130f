namespace Engage.Properties.Tests.Model;

/// <summary>Everything in force at a time: every version of each rule, oldest first, and the segments.</summary>
internal sealed record Book(SortedDictionary<string, List<RuleModel>> Rules, SortedDictionary<string, Condition> Segments);
