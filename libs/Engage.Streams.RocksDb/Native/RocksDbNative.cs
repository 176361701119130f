using System.Runtime.InteropServices;

using Engage.Streams.RocksDb.Handles;

namespace Engage.Streams.RocksDb.Native;

/// <summary>The part of RocksDB's C API (rocksdb/c.h, 7.8) that the store needs.</summary>
/// <remarks>
/// <c>char** errptr</c> is null after success; otherwise it owns a malloc'ed text that <see cref="NativeError"/> turns into an exception and frees.
/// Functions without <c>errptr</c> cannot fail; misuse of them (a freed handle, an open iterator at close) aborts the process, because Debian builds
/// the library with assertions. Per-record functions take bare pointers; owners are <see cref="SafeHandle"/>s.
/// </remarks>
internal static unsafe partial class RocksDbNative
{
    /// <summary>The soname of the one version that this binding was tested with.</summary>
    public const string Library = "librocksdb.so.7.8";

    // --- Database: all cold. ---

    /// <summary>Returns null and sets <paramref name="error"/> when the database cannot be opened; else fills one handle per family.</summary>
    [LibraryImport(Library, EntryPoint = "rocksdb_open_column_families")]
    public static partial nint Open(OptionsHandle options, byte* path, int familyCount, byte** familyNames, nint* familyOptions, nint* families, byte** error);

    [LibraryImport(Library, EntryPoint = "rocksdb_column_family_handle_destroy")]
    public static partial void ColumnFamilyDestroy(nint family);

    /// <summary>Every iterator, borrowed value and column family handle must be gone before, or the process aborts.</summary>
    [LibraryImport(Library, EntryPoint = "rocksdb_close")]
    public static partial void Close(nint database);

    [LibraryImport(Library, EntryPoint = "rocksdb_flush_cf")]
    public static partial void Flush(nint database, FlushOptionsHandle options, nint family, byte** error);

    /// <summary>Returns 0 and sets <paramref name="value"/>, or -1 when no such number exists.</summary>
    [LibraryImport(Library, EntryPoint = "rocksdb_property_int_cf")]
    public static partial int PropertyInt(nint database, nint family, byte* name, ulong* value);

    // --- Reads and writes: hot. ---

    /// <summary>Returns null when the key is missing, or when it sets <paramref name="error"/>.</summary>
    [LibraryImport(Library, EntryPoint = "rocksdb_get_pinned_cf")]
    public static partial nint GetPinned(nint database, nint readOptions, nint family, byte* key, nuint keyLength, byte** error);

    [LibraryImport(Library, EntryPoint = "rocksdb_pinnableslice_value")]
    public static partial byte* PinnedValue(nint pinned, nuint* length);

    [LibraryImport(Library, EntryPoint = "rocksdb_pinnableslice_destroy")]
    public static partial void PinnedDestroy(nint pinned);

    /// <summary>Copies an encoded batch; what is wrong with the encoding shows only when it is written.</summary>
    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_create_from")]
    public static partial nint BatchCreateFrom(byte* encoded, nuint length);

    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_destroy")]
    public static partial void BatchDestroy(nint batch);

    [LibraryImport(Library, EntryPoint = "rocksdb_write")]
    public static partial void Write(nint database, nint writeOptions, nint batch, byte** error);

    // --- Scans. ---

    /// <summary>Never null; what went wrong shows in <see cref="IteratorError"/>.</summary>
    [LibraryImport(Library, EntryPoint = "rocksdb_create_iterator_cf")]
    public static partial nint IteratorCreate(nint database, nint readOptions, nint family);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_destroy")]
    public static partial void IteratorDestroy(nint iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_seek")]
    public static partial void IteratorSeek(nint iterator, byte* key, nuint length);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_next")]
    public static partial void IteratorNext(nint iterator);

    /// <summary>Returns 0 at the end and after an error.</summary>
    [LibraryImport(Library, EntryPoint = "rocksdb_iter_valid")]
    public static partial byte IteratorValid(nint iterator);

    /// <summary>Valid until the iterator moves.</summary>
    [LibraryImport(Library, EntryPoint = "rocksdb_iter_key")]
    public static partial byte* IteratorKey(nint iterator, nuint* length);

    /// <summary>Valid until the iterator moves.</summary>
    [LibraryImport(Library, EntryPoint = "rocksdb_iter_value")]
    public static partial byte* IteratorValue(nint iterator, nuint* length);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_get_error")]
    public static partial void IteratorError(nint iterator, byte** error);

    // --- Options: once per process, except an iterator's read options. ---

    [LibraryImport(Library, EntryPoint = "rocksdb_options_create")]
    public static partial OptionsHandle OptionsCreate();

    [LibraryImport(Library, EntryPoint = "rocksdb_options_destroy")]
    public static partial void OptionsDestroy(nint options);

    /// <summary>Reads <c>name=value;…</c> as RocksDB's OPTIONS files have it; sets <paramref name="error"/> for an unknown name or a bad value.</summary>
    [LibraryImport(Library, EntryPoint = "rocksdb_get_options_from_string")]
    public static partial void OptionsFromString(OptionsHandle start, byte* text, OptionsHandle result, byte** error);

    /// <summary>Copies the table options, cache reference included.</summary>
    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_block_based_table_factory")]
    public static partial void OptionsSetTable(OptionsHandle options, TableOptionsHandle table);

    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_create")]
    public static partial TableOptionsHandle TableOptionsCreate();

    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_destroy")]
    public static partial void TableOptionsDestroy(nint table);

    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_set_block_cache")]
    public static partial void TableOptionsSetCache(TableOptionsHandle table, CacheHandle cache);

    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_set_block_size")]
    public static partial void TableOptionsSetBlockSize(TableOptionsHandle table, nuint bytes);

    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_set_format_version")]
    public static partial void TableOptionsSetFormat(TableOptionsHandle table, int version);

    /// <summary>The table options own the filter from here on: it must not be destroyed.</summary>
    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_set_filter_policy")]
    public static partial void TableOptionsSetFilter(TableOptionsHandle table, nint filter);

    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_set_cache_index_and_filter_blocks")]
    public static partial void TableOptionsSetCacheIndex(TableOptionsHandle table, byte on);

    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_set_cache_index_and_filter_blocks_with_high_priority")]
    public static partial void TableOptionsSetIndexFirst(TableOptionsHandle table, byte on);

    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_set_pin_l0_filter_and_index_blocks_in_cache")]
    public static partial void TableOptionsSetPinLevel0(TableOptionsHandle table, byte on);

    [LibraryImport(Library, EntryPoint = "rocksdb_filterpolicy_create_bloom_full")]
    public static partial nint BloomFilterCreate(double bitsPerKey);

    [LibraryImport(Library, EntryPoint = "rocksdb_cache_create_lru")]
    public static partial CacheHandle CacheCreate(nuint capacityBytes);

    [LibraryImport(Library, EntryPoint = "rocksdb_cache_destroy")]
    public static partial void CacheDestroy(nint cache);

    [LibraryImport(Library, EntryPoint = "rocksdb_cache_get_usage")]
    public static partial nuint CacheUsage(CacheHandle cache);

    [LibraryImport(Library, EntryPoint = "rocksdb_readoptions_create")]
    public static partial ReadOptionsHandle ReadOptionsCreate();

    [LibraryImport(Library, EntryPoint = "rocksdb_readoptions_destroy")]
    public static partial void ReadOptionsDestroy(nint options);

    /// <summary>Keeps the pointer: the bytes must live as long as every iterator made with these options.</summary>
    [LibraryImport(Library, EntryPoint = "rocksdb_readoptions_set_iterate_upper_bound")]
    public static partial void ReadOptionsSetUpperBound(ReadOptionsHandle options, byte* key, nuint length);

    [LibraryImport(Library, EntryPoint = "rocksdb_writeoptions_create")]
    public static partial WriteOptionsHandle WriteOptionsCreate();

    [LibraryImport(Library, EntryPoint = "rocksdb_writeoptions_destroy")]
    public static partial void WriteOptionsDestroy(nint options);

    [LibraryImport(Library, EntryPoint = "rocksdb_writeoptions_set_sync")]
    public static partial void WriteOptionsSetSync(WriteOptionsHandle options, byte on);

    [LibraryImport(Library, EntryPoint = "rocksdb_writeoptions_disable_WAL")]
    public static partial void WriteOptionsDisableLog(WriteOptionsHandle options, int on);

    [LibraryImport(Library, EntryPoint = "rocksdb_flushoptions_create")]
    public static partial FlushOptionsHandle FlushOptionsCreate();

    [LibraryImport(Library, EntryPoint = "rocksdb_flushoptions_destroy")]
    public static partial void FlushOptionsDestroy(nint options);

    // --- Process-wide. ---

    [LibraryImport(Library, EntryPoint = "rocksdb_create_default_env")]
    public static partial nint DefaultEnvironment();

    [LibraryImport(Library, EntryPoint = "rocksdb_env_set_background_threads")]
    public static partial void SetLowPriorityThreads(nint environment, int count);

    [LibraryImport(Library, EntryPoint = "rocksdb_env_set_high_priority_background_threads")]
    public static partial void SetHighPriorityThreads(nint environment, int count);

    /// <summary>Frees the wrapper only; the default environment itself lives until the process ends.</summary>
    [LibraryImport(Library, EntryPoint = "rocksdb_env_destroy")]
    public static partial void EnvironmentDestroy(nint environment);

    /// <summary>Frees what RocksDB allocated; the C run-time's free would do only by luck.</summary>
    [LibraryImport(Library, EntryPoint = "rocksdb_free")]
    public static partial void Free(void* memory);
}
