namespace Engage.Streams.Runtime;

/// <summary>Protections that a control run can switch off, to show that the tests notice.</summary>
[Flags]
internal enum Protections
{
    None = 0,

    /// <summary>Offsets are sent only with a live membership.</summary>
    MemberGuard = 1,

    /// <summary>State is applied only after Kafka has committed.</summary>
    ApplyAfterCommit = 2,

    /// <summary>A restore goes to the end of everything written, not to the end of what is stable.</summary>
    RestoreToHighWatermark = 4,

    /// <summary>After an unclear commit the producer is replaced.</summary>
    ProducerReplacement = 8,

    /// <summary>Uncommitted state is dropped in a rewind.</summary>
    DropOnRewind = 16,

    /// <summary>Input below the offset that the state has seen is passed over.</summary>
    SkipSeenInput = 32,

    /// <summary>A transaction that has become too old is given up before the broker does so.</summary>
    AgeGuard = 64,

    /// <summary>A state too old to have heard of every deletion is thrown away.</summary>
    WipeStale = 128,

    /// <summary>A storm of dead letters stops the task.</summary>
    DeadLetterGate = 256,

    /// <summary>A worker joins its group again when the group has given partitions to nobody.</summary>
    AssignmentWatch = 512,

    /// <summary>A member keeps its place in the group while its process is started again.</summary>
    StaticMembership = 1024,

    /// <summary>Transactions of a changelog that do not follow each other, or do not end where the group is, stop the task.</summary>
    ChangelogChain = 2048,

    /// <summary>A database that did not take what Kafka has committed is closed and restored.</summary>
    StoreRecovery = 4096,

    /// <summary>A header that was written without its place being told is looked for.</summary>
    HeaderSearch = 8192,

    /// <summary>Input that was deleted before it was read stops its task.</summary>
    InputGapStop = 16384,

    /// <summary>A state is brought to the end of its changelog before its task runs.</summary>
    Restore = 32768,

    /// <summary>After a lost transaction the group is asked how far it has come.</summary>
    AskAfterLoss = 65536,
}
