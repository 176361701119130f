namespace Engage.LocalBroker.Storage;

/// <summary>Data that read-committed consumers skip: the producer's batches from first offset to marker.</summary>
internal readonly record struct AbortedTransaction(long ProducerId, long FirstOffset, long MarkerOffset);
