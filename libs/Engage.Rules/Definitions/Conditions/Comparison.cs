using System.Collections.Immutable;

namespace Engage.Rules.Definitions;

/// <summary>An operator with what it compares with.</summary>
/// <param name="Operands">One; two for <see cref="ComparisonOperator.Between"/>; one or more for <c>in</c> and <c>not_in</c>.</param>
/// <param name="Currency">Upper-case: amounts are converted to it by the event's own rate, sums are those in it. Null: no conversion.</param>
public sealed record Comparison(ComparisonOperator Operator, ImmutableArray<Operand> Operands, string? Currency = null);
