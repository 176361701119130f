using System.Runtime.InteropServices;

namespace Engage.Streams.RocksDb.Native;

internal static class NativeLibraryCheck
{
    /// <summary>Says what to install, which the run-time's own message does not.</summary>
    public static void ThrowIfMissing()
    {
        if (NativeLibrary.TryLoad(RocksDbNative.Library, out _)) return; // Stays loaded: the process will use it.
        throw new DllNotFoundException($"{RocksDbNative.Library} is not installed. On Debian: apt-get install librocksdb7.8");
    }
}
