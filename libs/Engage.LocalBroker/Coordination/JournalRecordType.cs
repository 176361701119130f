namespace Engage.LocalBroker.Coordination;

/// <summary>What a journal record tells. The numbers are on disk: never reuse one.</summary>
internal enum JournalRecordType : byte
{
    ClusterId = 1,
    TopicCreated = 2,
    TopicDeleted = 3,
    PartitionsAdded = 4,
    TopicConfigured = 5,
    LogStartMoved = 6,

    ProducerIdBlock = 16,
    TransactionState = 17,
    TransactionContents = 18,
    TransactionPrepared = 19,
    TransactionCompleted = 20,
    TransactionForgotten = 21,

    OffsetsCommitted = 32,
    OffsetsPending = 33,
    OffsetsDeleted = 34,
    GroupGeneration = 35,
    GroupDeleted = 36,

    /// <summary>The broker stopped in good order. Only meaningful as the very last record.</summary>
    CleanStop = 64,
}
