using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Transactions;

namespace Engage.LocalBroker;

/// <summary>How an <see cref="EmbeddedBroker"/> runs. The defaults suit tests.</summary>
public sealed record EmbeddedBrokerOptions
{
    /// <summary>Loopback port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Host told to clients. An address rather than <c>localhost</c>, which some clients resolve to IPv6 first.</summary>
    public string AdvertisedHost { get; init; } = "127.0.0.1";

    /// <summary>Where everything is kept; null uses a temporary directory that is removed when the broker is disposed.</summary>
    public string? DataDirectory { get; init; }

    public FsyncPolicy Fsync { get; init; } = FsyncPolicy.Never;

    /// <summary>Used by <see cref="FsyncPolicy.Interval"/>; above zero.</summary>
    public TimeSpan FsyncInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether Metadata requests that ask for it create missing topics.</summary>
    public bool AutoCreateTopics { get; init; } = true;

    /// <summary>Partitions of topics created without a number; at least 1.</summary>
    public int DefaultPartitions { get; init; } = 1;

    /// <summary>Accepts replication factors above 1 (and ignores them), for scripts written for production.</summary>
    public bool AcceptAnyReplicationFactor { get; init; }

    /// <summary>Time between two looks for segments to delete or compact; above zero.</summary>
    public TimeSpan RetentionCheckInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Journal size at which a snapshot replaces it; above 0.</summary>
    public long JournalSnapshotBytes { get; init; } = 16 * 1024 * 1024;

    public GroupOptions Groups { get; init; } = new();

    public TransactionOptions Transactions { get; init; } = new();

    /// <summary>Receives one line per noteworthy event (bad frames, cut logs, bugs in handlers), from any thread; null drops them.</summary>
    public Action<string>? Log { get; init; }

    /// <summary>False only in control runs, to show that the tests notice: a start looks for the end of each log and learns nothing from what is in it.</summary>
    internal bool ScansLogs { get; init; } = true;

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
