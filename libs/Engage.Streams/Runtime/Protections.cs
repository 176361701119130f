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
}
