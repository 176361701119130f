using System.Text;

using Engage.Streams.Ports;
using Engage.Streams.RocksDb.Handles;
using Engage.Streams.RocksDb.Native;

namespace Engage.Streams.RocksDb;

/// <summary>What all databases of a process share: block cache, background threads and settings. Make one per process.</summary>
/// <remarks>Thread-safe. Databases keep the cache alive themselves, so this may be disposed before or after them.</remarks>
public sealed unsafe class RocksDbEnvironment : IDisposable
{
    private const int BlockBytes = 4096;
    private const double BloomBitsPerKey = 10; // About 1 % false positives; a miss through the filter costs a fifth of a hit.
    private const int TableFormat = 5;

    private readonly CacheHandle cache;

    /// <exception cref="DllNotFoundException">The library is not installed.</exception>
    /// <exception cref="StateStoreException">This version of RocksDB does not know one of the settings.</exception>
    public RocksDbEnvironment(RocksDbMemoryBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        NativeLibraryCheck.ThrowIfMissing();
        Budget = budget;
        SetBackgroundThreads();

        cache = RocksDbNative.CacheCreate((nuint)budget.BlockCacheBytes);
        using var table = CreateTableOptions(cache);
        OpenExisting = CreateOptions(SettingsText(budget), table);
        OpenNew = CreateOptions(SettingsText(budget) + "create_if_missing=true;error_if_exists=true;", table);

        Read = RocksDbNative.ReadOptionsCreate();
        Logged = RocksDbNative.WriteOptionsCreate();
        Unlogged = RocksDbNative.WriteOptionsCreate();
        RocksDbNative.WriteOptionsSetSync(Logged, 0); // Kafka holds the durable copy; a sync costs milliseconds.
        RocksDbNative.WriteOptionsDisableLog(Unlogged, 1);
        FlushAndWait = RocksDbNative.FlushOptionsCreate();
    }

    /// <summary>What this process may use.</summary>
    public RocksDbMemoryBudget Budget { get; }

    /// <summary>Bytes of the block cache in use.</summary>
    public long BlockCacheUsageBytes => (long)RocksDbNative.CacheUsage(cache);

    internal OptionsHandle OpenExisting { get; }

    internal OptionsHandle OpenNew { get; }

    internal ReadOptionsHandle Read { get; }

    internal WriteOptionsHandle Logged { get; }

    internal WriteOptionsHandle Unlogged { get; }

    internal FlushOptionsHandle FlushAndWait { get; }

    public void Dispose()
    {
        FlushAndWait.Dispose();
        Unlogged.Dispose();
        Logged.Dispose();
        Read.Dispose();
        OpenNew.Dispose();
        OpenExisting.Dispose();
        cache.Dispose();
    }

    /// <summary>The settings as RocksDB's own OPTIONS files spell them.</summary>
    /// <remarks>
    /// optimize_filters_for_hits stays off: it drops the filters of the last level and turns every first-seen key into a block read.
    /// ttl rewrites tables that are a day old, so that what was erased leaves the disk also where little is written.
    /// Recovery stops at the first damaged record of the log, which leaves a consistent prefix; the rest comes from the changelog.
    /// </remarks>
    private static string SettingsText(RocksDbMemoryBudget budget) => string.Join(
        ';',
        $"write_buffer_size={budget.WriteBufferBytes}",
        $"max_write_buffer_number={RocksDbMemoryBudget.BuffersPerTask}",
        "min_write_buffer_number_to_merge=1",
        "memtable_whole_key_filtering=true",
        "memtable_prefix_bloom_size_ratio=0.05",
        "level_compaction_dynamic_level_bytes=true",
        "compression_per_level=kNoCompression:kNoCompression:kLZ4Compression:kLZ4Compression:kLZ4Compression:kLZ4Compression:kLZ4Compression",
        "level0_file_num_compaction_trigger=4",
        "level0_slowdown_writes_trigger=20",
        "level0_stop_writes_trigger=36",
        "ttl=43200", // Seconds. What was deleted sinks to the last level by then, whether or not more is written: erased players must be gone within a day.
        "max_background_jobs=2",
        "max_subcompactions=1",
        "bytes_per_sync=1048576",
        "max_total_wal_size=268435456",
        "wal_recovery_mode=kPointInTimeRecovery",
        "paranoid_checks=true",
        "max_open_files=-1",
        "skip_stats_update_on_db_open=true",
        "stats_dump_period_sec=0",
        "stats_persist_period_sec=0",
        "info_log_level=WARN_LEVEL",
        "max_log_file_size=1048576",
        "keep_log_file_num=2",
        "");

    private static OptionsHandle CreateOptions(string text, TableOptionsHandle table)
    {
        using var defaults = RocksDbNative.OptionsCreate();
        var options = RocksDbNative.OptionsCreate();
        byte* error = null;
        fixed (byte* bytes = NullTerminated(text)) RocksDbNative.OptionsFromString(defaults, bytes, options, &error);
        NativeError.ThrowIfSet(error, "read its settings for", "any database");
        RocksDbNative.OptionsSetTable(options, table);
        return options;
    }

    private static TableOptionsHandle CreateTableOptions(CacheHandle cache)
    {
        var table = RocksDbNative.TableOptionsCreate();
        RocksDbNative.TableOptionsSetCache(table, cache);
        RocksDbNative.TableOptionsSetBlockSize(table, BlockBytes);
        RocksDbNative.TableOptionsSetFormat(table, TableFormat);
        RocksDbNative.TableOptionsSetFilter(table, RocksDbNative.BloomFilterCreate(BloomBitsPerKey));
        // Indexes and filters count against the cache, or memory would grow with the data.
        RocksDbNative.TableOptionsSetCacheIndex(table, 1);
        RocksDbNative.TableOptionsSetIndexFirst(table, 1);
        RocksDbNative.TableOptionsSetPinLevel0(table, 1);
        return table;
    }

    private static void SetBackgroundThreads()
    {
        var environment = RocksDbNative.DefaultEnvironment();
        RocksDbNative.SetLowPriorityThreads(environment, 2);
        RocksDbNative.SetHighPriorityThreads(environment, 1);
        RocksDbNative.EnvironmentDestroy(environment);
    }

    private static byte[] NullTerminated(string text) => Encoding.UTF8.GetBytes(text + '\0');
}
