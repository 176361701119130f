using Engage.Streams.RocksDb.Native;

namespace Engage.Streams.RocksDb.Handles;

/// <summary>An open database and its only column family, closed in the order that RocksDB insists on: the family first.</summary>
internal sealed class DatabaseHandle : NativeHandle
{
    private readonly nint family;

    public DatabaseHandle(nint database, nint family)
    {
        this.family = family;
        SetHandle(database);
    }

    public nint Family => family;

    protected override void Free(nint pointer)
    {
        RocksDbNative.ColumnFamilyDestroy(family);
        RocksDbNative.Close(pointer);
    }
}
