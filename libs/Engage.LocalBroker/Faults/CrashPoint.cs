namespace Engage.LocalBroker.Faults;

/// <summary>Named places where a test may let the broker die.</summary>
internal enum CrashPoint
{
    ProduceAfterWrite,
    JournalBefore,
    JournalTorn,
    TransactionAfterPrepare,
    TransactionAfterMarker,
    TransactionBeforeComplete,
    GroupAfterJournal,
    CompactBeforeSwap,
    CompactMidSwap,
}
