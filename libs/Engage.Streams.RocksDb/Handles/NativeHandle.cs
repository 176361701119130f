using System.Runtime.InteropServices;

using Engage.Streams.RocksDb.Native;

using Microsoft.Win32.SafeHandles;

namespace Engage.Streams.RocksDb.Handles;

/// <summary>Owns one native object and frees it once, by the finalizer if nobody disposed it.</summary>
internal abstract class NativeHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>The bare pointer for per-record calls; the owner of this handle outlives them.</summary>
    public nint Pointer => handle;

    protected abstract void Free(nint pointer);

    protected sealed override bool ReleaseHandle()
    {
        Free(handle);
        return true;
    }
}

internal sealed class OptionsHandle : NativeHandle
{
    protected override void Free(nint pointer) => RocksDbNative.OptionsDestroy(pointer);
}

internal sealed class TableOptionsHandle : NativeHandle
{
    protected override void Free(nint pointer) => RocksDbNative.TableOptionsDestroy(pointer);
}

internal sealed class CacheHandle : NativeHandle
{
    protected override void Free(nint pointer) => RocksDbNative.CacheDestroy(pointer);
}

internal sealed class ReadOptionsHandle : NativeHandle
{
    protected override void Free(nint pointer) => RocksDbNative.ReadOptionsDestroy(pointer);
}

internal sealed class WriteOptionsHandle : NativeHandle
{
    protected override void Free(nint pointer) => RocksDbNative.WriteOptionsDestroy(pointer);
}

internal sealed class FlushOptionsHandle : NativeHandle
{
    protected override void Free(nint pointer) => RocksDbNative.FlushOptionsDestroy(pointer);
}
