namespace Engage.Contracts;

/// <summary>What an attribute holds; the numbers are the branches of the Avro union that carries it.</summary>
public enum AttributeKind
{
    Null = 0,
    Boolean = 1,
    Long = 2,
    Double = 3,
    String = 4,
}
