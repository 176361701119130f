using System.Runtime.InteropServices;
using System.Text;

using Engage.Streams.Ports;
using Engage.Streams.RocksDb.Handles;
using Engage.Streams.RocksDb.Integrity;
using Engage.Streams.RocksDb.Native;

namespace Engage.Streams.RocksDb;

/// <summary>The committed state of one task in one RocksDB directory with one column family, so that data and offsets share a log and a memtable.</summary>
/// <remarks>
/// One thread at a time, as the port says; <see cref="ReadStatistics"/> may be called from any thread at any time. Reading and writing allocate nothing.
/// Whatever is still lent when the database is disposed keeps it open until it comes back: closing under a reader would abort the process.
/// </remarks>
public sealed unsafe class RocksDatabase : IStateStoreBackend, ILender
{
    private readonly RocksDbEnvironment environment;
    private readonly string path;
    private readonly DatabaseHandle database;
    private readonly DirectorySeal seal;
    private RocksCursor? spareCursor;
    private bool hasUnloggedWrites;

    private RocksDatabase(RocksDbEnvironment environment, string path, DatabaseHandle database, DirectorySeal seal)
    {
        this.environment = environment;
        this.path = path;
        this.database = database;
        this.seal = seal;
    }

    internal bool IsClosed => database.IsClosed;

    /// <summary>Opens the database in <paramref name="path"/>, or creates it when the directory is empty or missing.</summary>
    /// <remarks>Looks first for damage that RocksDB does not report: see <see cref="DirectorySeal"/>.</remarks>
    /// <exception cref="StateStoreException">With <see cref="StateFault.Corrupt"/>, nothing in the directory can be trusted.</exception>
    public static RocksDatabase Open(RocksDbEnvironment environment, string path)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return StateFiles.Guard("open", path, () => OpenDirectory(environment, path));
    }

    /// <inheritdoc/>
    public BorrowedValue Get(scoped ReadOnlySpan<byte> key)
    {
        var handle = Lend();
        byte* error = null;
        nint pinned;
        fixed (byte* bytes = &MemoryMarshal.GetReference(key))
            pinned = RocksDbNative.GetPinned(handle, environment.Read.Pointer, database.Family, NotNull(bytes), (nuint)key.Length, &error);

        if (pinned == 0)
        {
            database.DangerousRelease();
            NativeError.ThrowIfSet(error, "read from", path);
            return BorrowedValue.Missing;
        }

        nuint length;
        var value = RocksDbNative.PinnedValue(pinned, &length);
        return new BorrowedValue(new ReadOnlySpan<byte>(value, checked((int)length)), this, pinned);
    }

    /// <inheritdoc/>
    void ILender.Return(nint handle)
    {
        RocksDbNative.PinnedDestroy(handle);
        database.DangerousRelease();
    }

    /// <inheritdoc/>
    public IStoreCursor Scan(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        var cursor = Interlocked.Exchange(ref spareCursor, null) ?? new RocksCursor(this);
        var handle = Lend();
        cursor.Start(handle, database.Family, from, to);
        return cursor;
    }

    /// <inheritdoc/>
    public void Apply(StateBatch batch, StateWrite kind)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (kind == StateWrite.Restore)
        {
            hasUnloggedWrites = true;
            Write(batch.Encoded, environment.Unlogged);
            return;
        }

        // A logged batch that survives a kill after unlogged ones that did not would leave a hole.
        if (hasUnloggedWrites) Flush();
        Write(batch.Encoded, environment.Logged);
    }

    /// <inheritdoc/>
    public void Flush()
    {
        byte* error = null;
        var handle = Lend();
        RocksDbNative.Flush(handle, environment.FlushAndWait, database.Family, &error);
        database.DangerousRelease();
        NativeError.ThrowIfSet(error, "flush", path);
        hasUnloggedWrites = false;
        if (seal.IsOutdated) RenewSeal();
    }

    /// <summary>Safe from any thread, also while the database is being closed: the figures are then zero.</summary>
    public RocksDbStatistics ReadStatistics()
    {
        var isOpen = false;
        try
        {
            database.DangerousAddRef(ref isOpen);
            return new(
                Keys: Property("rocksdb.estimate-num-keys"u8),
                FileBytes: Property("rocksdb.live-sst-files-size"u8),
                MemoryBytes: Property("rocksdb.cur-size-all-mem-tables"u8),
                PendingCompactionBytes: Property("rocksdb.estimate-pending-compaction-bytes"u8),
                BackgroundErrors: Property("rocksdb.background-errors"u8),
                AreWritesStopped: Property("rocksdb.is-write-stopped"u8) != 0);
        }
        catch (ObjectDisposedException)
        {
            return default; // Revoked between the scrape's look at the list and now.
        }
        finally
        {
            if (isOpen) database.DangerousRelease();
        }
    }

    /// <summary>Closes the files. What was applied is in the log and needs no flush.</summary>
    public void Dispose()
    {
        Interlocked.Exchange(ref spareCursor, null)?.Free();
        database.Dispose();
        seal.Dispose();
    }

    /// <summary>Takes a finished cursor back.</summary>
    internal void Return(RocksCursor cursor)
    {
        database.DangerousRelease();
        if (database.IsClosed || Interlocked.CompareExchange(ref spareCursor, cursor, null) is not null) cursor.Free();
    }

    internal void ThrowIfFailed(byte* error) => NativeError.ThrowIfSet(error, "scan", path);

    /// <summary>RocksDB takes a null key for a mistake, an empty one not.</summary>
    internal static byte* NotNull(byte* bytes) => bytes is null ? (byte*)sizeof(nint) : bytes;

    private static RocksDatabase OpenDirectory(RocksDbEnvironment environment, string path)
    {
        var isNew = StateFiles.CreateOwnDirectory(path);
        StateFiles.ThrowIfFull(path);
        if (isNew) DirectorySeal.Announce(path);
        else isNew = DirectorySeal.ClearUnfinished(path);
        if (!isNew) DirectorySeal.Verify(path);

        var handle = OpenNative(isNew ? environment.OpenNew : environment.OpenExisting, path);
        try
        {
            return new(environment, path, handle, DirectorySeal.Create(path));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static DatabaseHandle OpenNative(OptionsHandle options, string path)
    {
        byte* error = null;
        nint family = 0;
        nint database;
        var familyOptions = options.Pointer;
        fixed (byte* pathBytes = Encoding.UTF8.GetBytes(path + '\0'))
        fixed (byte* name = "default\0"u8)
        {
            var names = name;
            database = RocksDbNative.Open(options, pathBytes, 1, &names, &familyOptions, &family, &error);
        }

        NativeError.ThrowIfSet(error, "open", path);
        return new(database, family);
    }

    private void Write(ReadOnlySpan<byte> encoded, WriteOptionsHandle options)
    {
        byte* error = null;
        var handle = Lend();
        fixed (byte* bytes = encoded)
        {
            var native = RocksDbNative.BatchCreateFrom(bytes, (nuint)encoded.Length);
            RocksDbNative.Write(handle, options.Pointer, native, &error);
            RocksDbNative.BatchDestroy(native);
        }

        database.DangerousRelease();
        NativeError.ThrowIfSet(error, "write to", path);
        if (seal.IsOutdated) RenewSeal();
    }

    private void RenewSeal() => StateFiles.Guard("seal", path, seal.Renew);

    /// <summary>Keeps the database open until <c>DangerousRelease</c>.</summary>
    private nint Lend()
    {
        var isOpen = false;
        database.DangerousAddRef(ref isOpen); // Throws once the database was disposed.
        return database.Pointer;
    }

    private long Property(ReadOnlySpan<byte> name)
    {
        ulong value = 0;
        fixed (byte* bytes = name) // A u8 literal ends with a zero byte behind its length.
            return RocksDbNative.PropertyInt(database.Pointer, database.Family, bytes, &value) == 0 ? (long)value : 0;
    }
}
