using System.Runtime.InteropServices;
using System.Text;

namespace Engage.LoadTest.Verification;

/// <summary>Reads a closed database whole through RocksDB's own C API, not through the engine's binding.</summary>
internal static unsafe partial class StateDump
{
    private const string Library = "librocksdb.so.7.8";

    /// <returns>Entries in key order, as hexadecimal digits.</returns>
    /// <exception cref="InvalidOperationException">RocksDB cannot open it.</exception>
    public static SortedDictionary<string, byte[]> Read(string path)
    {
        var options = CreateOptions();
        byte* error = null;
        nint database;
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0')) database = OpenForReadOnly(options, name, 0, &error);
        if (error != null) throw new InvalidOperationException($"{path}: {Marshal.PtrToStringUTF8((nint)error)}");

        var entries = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var reading = CreateReadOptions();
        var iterator = CreateIterator(database, reading);
        for (SeekToFirst(iterator); IsValid(iterator) != 0; Next(iterator))
        {
            nuint length;
            var key = new ReadOnlySpan<byte>(Key(iterator, &length), (int)length);
            var hex = Convert.ToHexString(key);
            entries[hex] = new ReadOnlySpan<byte>(Value(iterator, &length), (int)length).ToArray();
        }

        DestroyIterator(iterator);
        DestroyReadOptions(reading);
        Close(database);
        DestroyOptions(options);
        return entries;
    }

    [LibraryImport(Library, EntryPoint = "rocksdb_options_create")]
    private static partial nint CreateOptions();

    [LibraryImport(Library, EntryPoint = "rocksdb_options_destroy")]
    private static partial void DestroyOptions(nint options);

    [LibraryImport(Library, EntryPoint = "rocksdb_open_for_read_only")]
    private static partial nint OpenForReadOnly(nint options, byte* name, byte errorIfLogExists, byte** error);

    [LibraryImport(Library, EntryPoint = "rocksdb_close")]
    private static partial void Close(nint database);

    [LibraryImport(Library, EntryPoint = "rocksdb_readoptions_create")]
    private static partial nint CreateReadOptions();

    [LibraryImport(Library, EntryPoint = "rocksdb_readoptions_destroy")]
    private static partial void DestroyReadOptions(nint options);

    [LibraryImport(Library, EntryPoint = "rocksdb_create_iterator")]
    private static partial nint CreateIterator(nint database, nint options);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_destroy")]
    private static partial void DestroyIterator(nint iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_seek_to_first")]
    private static partial void SeekToFirst(nint iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_valid")]
    private static partial byte IsValid(nint iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_next")]
    private static partial void Next(nint iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_key")]
    private static partial byte* Key(nint iterator, nuint* length);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_value")]
    private static partial byte* Value(nint iterator, nuint* length);
}
