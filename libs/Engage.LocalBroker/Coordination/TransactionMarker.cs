namespace Engage.LocalBroker.Coordination;

/// <summary>The end of a producer's transaction in one partition.</summary>
/// <param name="ProducerId">Whose transaction ends.</param>
/// <param name="ProducerEpoch">The epoch the partition holds from now on; when fencing, the bumped one.</param>
/// <param name="Outcome">Commit or abort.</param>
/// <param name="OnlyIfOpen">True when finishing a transaction again after a restart: write nothing where the producer has no data open.</param>
internal readonly record struct TransactionMarker(long ProducerId, short ProducerEpoch, TransactionOutcome Outcome, bool OnlyIfOpen = false);
