namespace Engage.LocalBroker.Coordination;

/// <summary>What is to be done when a timer of the coordinator falls due.</summary>
internal enum TimerKind
{
    /// <summary>A member, or an id handed out and not yet used, was silent for its session timeout.</summary>
    MemberSession,

    /// <summary>A group waited long enough for its members to join.</summary>
    JoinDeadline,

    /// <summary>A group waited long enough for its members to fetch their assignment.</summary>
    SyncDeadline,

    /// <summary>The markers of a prepared transaction are to be written.</summary>
    TransactionMarkers,

    /// <summary>Transactions open for too long are to be aborted.</summary>
    TransactionSweep,

    /// <summary>Offsets, groups and transactional ids idle for too long are to be forgotten.</summary>
    RetentionSweep,

    /// <summary>The journal is to be forced to the disk (fsync policy "interval").</summary>
    JournalFlush,
}
