using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Faults;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Records;
using Engage.LocalBroker.Storage;
using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Tests.Storage;

/// <summary>One partition's log in a temporary directory, which can be closed and recovered at will.</summary>
internal sealed class LogRig : IDisposable
{
    public LogRig(params (string Name, string Value)[] overrides)
    {
        Config = TopicConfig.From(overrides.ToDictionary(pair => pair.Name, pair => pair.Value));
        Context = new StorageContext(Time, FsyncPolicy.Never, CrashPoints, Reports.Add);
        Log = Open(verifyAll: false, logStart: 0);
    }

    public ManualTime Time { get; } = new();

    public CrashPoints CrashPoints { get; } = new(static () => { });

    public StorageContext Context { get; }

    public TopicConfig Config { get; }

    /// <summary>Whether a start learns from what is in the log; not so only in controls.</summary>
    public bool Scans { get; init; } = true;

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("engage-log-").FullName;

    /// <summary>What recovery had to say.</summary>
    public List<string> Reports { get; } = [];

    public PartitionLog Log { get; private set; }

    public LogView View => Log.View;

    /// <summary>Names of the files with this extension, ascending.</summary>
    public IEnumerable<string?> Files(string extension) => System.IO.Directory.EnumerateFiles(Directory, "*" + extension).Select(Path.GetFileName).Order();

    public AppendResult Append(byte[] batch) => Log.Append(batch, Config);

    /// <summary>Appends one batch with these values; returns its offset.</summary>
    public long Append(params string[] values)
    {
        var result = Append(Batches.Of(values));
        Assert.Equal(ErrorCode.None, result.Error);
        return result.BaseOffset;
    }

    /// <summary>One record of a registered transaction.</summary>
    public AppendResult AppendTransactional(long producerId, int sequence, short epoch = 0)
    {
        Log.Register(producerId, epoch);
        return Append(Batches.From(producerId, epoch, sequence, transactional: true));
    }

    public void End(long producerId, TransactionOutcome outcome, short epoch = 0) =>
        Assert.Equal(ErrorCode.None, Log.AppendMarker(new TransactionMarker(producerId, epoch, outcome), Config));

    /// <summary>Closes the log and recovers it, as a restarted broker would.</summary>
    public void Reopen(bool verifyAll = true, long logStart = 0)
    {
        Log.Dispose();
        Reports.Clear();
        Log = Open(verifyAll, logStart);
    }

    /// <summary>Closes the log, lets <paramref name="damage"/> change its files, and recovers it after an unclean stop.</summary>
    public void ReopenAfter(Action<string> damage, long logStart = 0)
    {
        Log.Dispose();
        damage(Directory);
        Reopen(logStart: logStart);
    }

    /// <summary>The batches one fetch returns, as "first-last"; their checksums are verified.</summary>
    public List<string> Fetch(long offset, IsolationLevel isolation = IsolationLevel.ReadUncommitted, int maxBytes = int.MaxValue, bool evenIfLarger = true)
    {
        var read = LogReader.Read(Log, offset, isolation, maxBytes, evenIfLarger);
        Assert.Equal(ErrorCode.None, read.Error);
        return [.. Split(read).Select(batch => $"{new BatchHeader(batch).BaseOffset}-{new BatchHeader(batch).LastOffset}")];
    }

    /// <summary>All batches of the log, in order, as a consumer that follows the offsets gets them.</summary>
    public List<byte[]> ReadAll()
    {
        var batches = new List<byte[]>();
        for (var offset = View.LogStart; offset < View.LogEnd;)
        {
            var some = Split(LogReader.Read(Log, offset, IsolationLevel.ReadUncommitted, int.MaxValue, evenIfLarger: true));
            if (some.Count == 0) break;

            batches.AddRange(some);
            offset = new BatchHeader(some[^1]).LastOffset + 1;
        }

        return batches;
    }

    /// <summary>All batches of the log as "first-last".</summary>
    public List<string> FetchAll() => ReadAll().ConvertAll(batch => $"{new BatchHeader(batch).BaseOffset}-{new BatchHeader(batch).LastOffset}");

    public void Dispose()
    {
        Log.Dispose();
        if (System.IO.Directory.Exists(Directory)) System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static List<byte[]> Split(in FetchRead read)
    {
        var batches = new List<byte[]>();
        if (read.Records is not { } slice) return batches;

        var bytes = new byte[slice.Length];
        slice.Read(0, bytes);
        slice.Dispose();
        for (var rest = bytes.AsSpan(); !rest.IsEmpty;)
        {
            var batch = rest[..(int)new BatchHeader(rest).TotalBytes];
            Assert.Equal(BatchEditing.ComputeCrc(batch), new BatchHeader(batch).Crc);
            batches.Add(batch.ToArray());
            rest = rest[batch.Length..];
        }

        return batches;
    }

    private PartitionLog Open(bool verifyAll, long logStart)
    {
        var openFiles = new OpenFiles();
        var recovered = new LogRecovery(Directory, openFiles, Time.NowMs, Reports.Add) { Scans = Scans }.Run(logStart, verifyAll);
        return new PartitionLog(Directory, openFiles, Context, recovered);
    }
}
