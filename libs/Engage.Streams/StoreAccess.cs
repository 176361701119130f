namespace Engage.Streams;

/// <summary>How a store is read.</summary>
public enum StoreAccess
{
    /// <summary>By key only; writes cost nothing extra.</summary>
    Point,

    /// <summary>Also by prefix and range, in key order; uncommitted keys are then kept sorted, which costs about half a microsecond per newly written key.</summary>
    Ordered,
}
