using Engage.LocalBroker.Records;

namespace Engage.LocalBroker.Storage.Compaction;

/// <summary>The facts one cleaning decides by.</summary>
/// <param name="Keys">Newest offsets of the keys in the range.</param>
/// <param name="Aborted">Data of aborted transactions, which goes whatever its keys.</param>
/// <param name="Producers">Per live producer its epoch and the base offset of its newest remembered batch, -1 when none is.</param>
/// <param name="Checkpoint">When offsets were first cleaned.</param>
/// <param name="DeleteBeforeMs">Tombstones and markers first cleaned at or before this time may go.</param>
internal sealed record CleaningRules(
    KeyMap Keys, AbortedRanges Aborted, IReadOnlyDictionary<long, (short Epoch, long NewestBatch)> Producers, CleanCheckpoint Checkpoint, long DeleteBeforeMs)
{
    /// <summary>Whether a tombstone or marker has been around long enough for every consumer to have met it.</summary>
    public bool IsDeletable(long offset) => Checkpoint.FirstCleanedMs(offset) <= DeleteBeforeMs;

    /// <summary>The batch that carries a live producer's sequence over the next restart.</summary>
    public bool IsNewestOfItsProducer(in BatchHeader header) => Producers.TryGetValue(header.ProducerId, out var producer) && producer.NewestBatch == header.BaseOffset;

    /// <summary>The marker that alone remembers a producer's (bumped) epoch, because no data of that epoch is known.</summary>
    public bool CarriesItsProducersEpoch(in BatchHeader marker) =>
        Producers.TryGetValue(marker.ProducerId, out var producer) && producer.NewestBatch < 0 && producer.Epoch == marker.ProducerEpoch;
}
