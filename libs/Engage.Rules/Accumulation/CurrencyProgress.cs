namespace Engage.Rules.Accumulation;

/// <summary>What is kept toward the next execution in one currency.</summary>
/// <param name="Currency">None for counts, which know no currency.</param>
/// <param name="Value">At most 8 decimals; negative after reversals of what was already paid for.</param>
public readonly record struct CurrencyProgress(CurrencyCode Currency, decimal Value);
