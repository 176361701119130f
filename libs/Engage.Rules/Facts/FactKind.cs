namespace Engage.Rules.Facts;

/// <summary>The type of a value that a condition looks at.</summary>
public enum FactKind : byte
{
    /// <summary>There is no such value, or it is null.</summary>
    Missing,

    Boolean,
    Long,
    Double,
    Decimal,
    Text,
}
