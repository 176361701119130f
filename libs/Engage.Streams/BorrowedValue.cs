namespace Engage.Streams;

/// <summary>A value lent by a store, perhaps straight from native memory: valid only until disposed.</summary>
public readonly ref struct BorrowedValue
{
    private readonly ILender? lender;
    private readonly nint handle;

    /// <summary>A value that needs no return.</summary>
    public BorrowedValue(ReadOnlySpan<byte> bytes)
    {
        Bytes = bytes;
        IsFound = true;
    }

    /// <summary>A value that goes back to <paramref name="lender"/> on <see cref="Dispose"/>.</summary>
    /// <param name="handle">What the lender needs in order to release it, e.g. a native pointer.</param>
    public BorrowedValue(ReadOnlySpan<byte> bytes, ILender lender, nint handle)
        : this(bytes)
    {
        this.lender = lender;
        this.handle = handle;
    }

    /// <summary>The value of a key that is absent.</summary>
    public static BorrowedValue Missing => default;

    public ReadOnlySpan<byte> Bytes { get; }

    public bool IsFound { get; }

    public bool IsMissing => !IsFound;

    /// <summary>Gives the memory back. Call once.</summary>
    public void Dispose() => lender?.Return(handle);
}
