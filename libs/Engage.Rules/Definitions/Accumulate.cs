using System.Collections.Immutable;

namespace Engage.Rules.Definitions;

/// <summary>Executions per count of events or per step of money (semantics 12 to 21).</summary>
public sealed record Accumulate
{
    /// <summary>The default and the ceiling of <see cref="MaxExecutionsPerEvent"/>.</summary>
    public const int MaxExecutionsCeiling = 1000;

    /// <summary>Summed per event, in the order written; empty where <see cref="Count"/> is set.</summary>
    public ImmutableArray<MoneyField> Fields { get; init; } = [];

    /// <summary>The step by currency, above 0; absent where <see cref="Count"/> is set.</summary>
    public CurrencyAmounts? Every { get; init; }

    /// <summary>Events per execution, from 1; absent where money is accumulated.</summary>
    public long? Count { get; init; }

    /// <summary>1 to <see cref="MaxExecutionsCeiling"/>.</summary>
    public int MaxExecutionsPerEvent { get; init; } = MaxExecutionsCeiling;

    public OverflowPolicy Overflow { get; init; } = OverflowPolicy.Discard;

    public StepChangePolicy OnStepChange { get; init; } = StepChangePolicy.Scale;
}
