using System.Runtime.InteropServices;

using Engage.Streams.RocksDb.Handles;
using Engage.Streams.RocksDb.Native;

namespace Engage.Streams.RocksDb;

/// <summary>One walk over a range; reused by its database, so that scanning allocates only when walks nest.</summary>
internal sealed unsafe class RocksCursor : IStoreCursor
{
    private readonly RocksDatabase owner;
    private readonly ReadOptionsHandle options = RocksDbNative.ReadOptionsCreate();

    // RocksDB keeps pointers to the bound and reads them for as long as the iterator lives.
    private byte[] bound = GC.AllocateUninitializedArray<byte>(256, pinned: true);
    private nint iterator;
    private bool isStarted;

    public RocksCursor(RocksDatabase owner) => this.owner = owner;

    public ReadOnlySpan<byte> Key
    {
        get
        {
            nuint length;
            var bytes = RocksDbNative.IteratorKey(Positioned(), &length);
            return new(bytes, checked((int)length));
        }
    }

    public ReadOnlySpan<byte> Value
    {
        get
        {
            nuint length;
            var bytes = RocksDbNative.IteratorValue(Positioned(), &length);
            return new(bytes, checked((int)length));
        }
    }

    /// <summary>Opens the walk before the first key at or after <paramref name="from"/>.</summary>
    public void Start(nint database, nint family, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        SetBound(to);
        iterator = RocksDbNative.IteratorCreate(database, options.Pointer, family);
        isStarted = false;
        fixed (byte* bytes = &MemoryMarshal.GetReference(from))
            RocksDbNative.IteratorSeek(iterator, RocksDatabase.NotNull(bytes), (nuint)from.Length);
    }

    public bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(iterator == 0, this);
        if (isStarted && RocksDbNative.IteratorValid(iterator) != 0) RocksDbNative.IteratorNext(iterator);
        isStarted = true;
        if (RocksDbNative.IteratorValid(iterator) != 0) return true;

        // Invalid means the end or a failed read; only the error tells them apart.
        byte* error = null;
        RocksDbNative.IteratorError(iterator, &error);
        owner.ThrowIfFailed(error);
        return false;
    }

    public void Dispose()
    {
        if (iterator == 0) return;
        RocksDbNative.IteratorDestroy(iterator);
        iterator = 0;
        owner.Return(this);
    }

    /// <summary>Gives the native options back; the cursor is not used again.</summary>
    public void Free() => options.Dispose();

    private void SetBound(ReadOnlySpan<byte> to)
    {
        if (to.IsEmpty)
        {
            RocksDbNative.ReadOptionsSetUpperBound(options, null, 0);
            return;
        }

        if (to.Length > bound.Length) bound = GC.AllocateUninitializedArray<byte>(to.Length, pinned: true);
        to.CopyTo(bound);
        RocksDbNative.ReadOptionsSetUpperBound(options, (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(bound, 0), (nuint)to.Length);
    }

    private nint Positioned()
    {
        // Reading an invalid iterator aborts the process.
        if (iterator == 0 || !isStarted || RocksDbNative.IteratorValid(iterator) == 0)
            throw new InvalidOperationException("The cursor stands on no key.");
        return iterator;
    }
}
