namespace Engage.Rules.Definitions;

/// <summary>What a field is compared with: a closed hierarchy.</summary>
public abstract record Operand
{
    private protected Operand()
    {
    }
}

/// <summary>A number with at most 8 decimals; a duration in microseconds where the field is a time.</summary>
public sealed record NumberOperand(decimal Value) : Operand;

/// <summary>Compared by ordinal UTF-8 bytes, case-sensitive.</summary>
public sealed record TextOperand(string Value) : Operand;

/// <summary>Compares with <c>eq</c> and <c>ne</c>, and is the operand of <c>exists</c>.</summary>
public sealed record BooleanOperand(bool Value) : Operand;

/// <summary>A threshold per currency; a currency without one makes the comparison unknown.</summary>
public sealed record ThresholdsOperand(CurrencyAmounts ByCurrency) : Operand;
