namespace Engage.Streams;

/// <summary>How a worker runs. The defaults suit a cluster; every bound says what happens at it.</summary>
public sealed record StreamsOptions
{
    /// <summary>Put before every topic name, group and transactional id.</summary>
    public string TopicPrefix { get; init; } = "engage.";

    /// <summary>Stable name of this process among those of its worker (ordinal, host). Null: one is generated and kept in <see cref="StateDirectory"/>.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Directory of this process alone: state, instance id and the lock that keeps a second process out.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Worker threads, 1 to 16; each has its own consumer, producer and share of the tasks.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Longest time from the first uncommitted record to the start of its commit. 1 ms to 10 s.</summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Input silent for so long is committed without waiting for <see cref="CommitInterval"/>.</summary>
    public TimeSpan CommitQuiet { get; init; } = TimeSpan.FromMilliseconds(4);

    /// <summary>Shortest time between two commits; a broker still busy with the last one would make the next wait 100 ms. Grows by half a millisecond for each partition above 8 that a transaction touched.</summary>
    public TimeSpan CommitSpacing { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Commit interval while nothing but input offsets has changed.</summary>
    public TimeSpan OffsetsOnlyInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Input records per transaction; at the limit it commits. 1 to 1,000,000.</summary>
    public int RecordsMax { get; init; } = 20_000;

    /// <summary>Uncommitted state and outputs per thread, in bytes; at the limit it commits.</summary>
    public int UncommittedBytesMax { get; init; } = 32 << 20;

    /// <summary>Largest key, value and headers together that may be written to an output, or key and value to a store, in bytes. Larger ones fail the record that caused them; dead letters are cut to it. At least 8,192 where there are dead letters.</summary>
    public int RecordBytesMax { get; init; } = 1_000_000;

    /// <summary>After this the broker aborts a transaction by itself; a commit older than two thirds of it is not attempted.</summary>
    public TimeSpan TransactionTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a dead process keeps its partitions. Members are static and never leave, so this is also what scaling in costs.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>Memory for committed values beside the database's own cache, in bytes, for all tasks of the process together.</summary>
    public long CommittedCacheBytes { get; init; } = 64L << 20;

    /// <summary>Partitions restored at once. 1 to 16.</summary>
    public int RestoreThreads { get; init; } = 2;

    /// <summary>Dead letters per task and minute; beyond, the task stops and the worker is unhealthy until an operator restarts it.</summary>
    public int DeadLettersPerMinuteMax { get; init; } = 100;

    /// <summary>What becomes of a record whose processing has thrown three times.</summary>
    public ProcessorFailure ProcessorFailure { get; init; } = ProcessorFailure.DeadLetter;
}
