using System.Runtime.InteropServices;

using Engage.Streams.Ports;

namespace Engage.Streams.RocksDb.Native;

/// <summary>The one place where a <c>char** errptr</c> becomes an exception.</summary>
internal static unsafe class NativeError
{
    /// <summary>Throws when <paramref name="error"/> is set, and frees its text.</summary>
    /// <param name="operation">A verb phrase that ends before the path, e.g. "write to".</param>
    public static void ThrowIfSet(byte* error, string operation, string path)
    {
        if (error is not null) Throw(error, operation, path);
    }

    private static void Throw(byte* error, string operation, string path)
    {
        var text = Marshal.PtrToStringUTF8((nint)error) ?? "";
        RocksDbNative.Free(error);
        throw new StateStoreException(Classify(text), $"RocksDB could not {operation} {path}: {text}");
    }

    /// <summary>Classes a status by its text, which is all that the C API gives: the code's name, then a message that names the file.</summary>
    public static StateFault Classify(string text) => text switch
    {
        _ when text.StartsWith("Corruption", StringComparison.Ordinal) => StateFault.Corrupt,
        _ when text.Contains("No space left on device", StringComparison.Ordinal) => StateFault.NoSpace,
        _ when text.Contains("Disk quota exceeded", StringComparison.Ordinal) => StateFault.NoSpace,
        _ when text.Contains("lock hold by current process", StringComparison.Ordinal) => StateFault.Locked,
        _ when text.Contains("While lock file", StringComparison.Ordinal) => StateFault.Locked,
        // A file that CURRENT or the manifest names is gone: the directory is not what it was, however readable the rest.
        _ when text.StartsWith("IO error: No such file or directory", StringComparison.Ordinal) => StateFault.Corrupt,
        _ when text.Contains("does not exist (create_if_missing is false)", StringComparison.Ordinal) => StateFault.Corrupt,
        _ => StateFault.Io,
    };
}
