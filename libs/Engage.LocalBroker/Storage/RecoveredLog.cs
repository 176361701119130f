namespace Engage.LocalBroker.Storage;

/// <summary>What a partition's files say, after recovery has cut off what was torn.</summary>
internal sealed record RecoveredLog(List<Segment> Segments, ProducerStates Producers, AbortedTransactions Aborted, long LogStart, long LogEnd);
