using Engage.LocalBroker.Coordination;

namespace Engage.LocalBroker.Transactions;

/// <summary>Hands out producer ids, each once for all time: a block is reserved in the journal before its first id is used.</summary>
internal sealed class ProducerIds
{
    private const long BlockSize = 1000; // As Apache Kafka; what a restart wastes of a block does not matter among 2^63 ids.

    private long nextId;
    private long reservedBelow;

    /// <summary>The first id after every reserved block.</summary>
    public long ReservedBelow => reservedBelow;

    /// <summary>The next id; when the block is used up, the reservation of another one is recorded in this turn.</summary>
    /// <remarks>A turn whose records could not be stored leaves a gap, never a duplicate.</remarks>
    public long Next(Turn turn)
    {
        if (nextId >= reservedBelow) turn.Record(new ProducerIdsReserved(Math.Max(nextId, reservedBelow) + BlockSize));
        return nextId++;
    }

    /// <summary>A reservation was stored.</summary>
    public void Apply(ProducerIdsReserved record) => reservedBelow = Math.Max(reservedBelow, record.NextBlockStart);

    /// <summary>After replay: earlier processes may have handed out any reserved id.</summary>
    public void SkipReserved() => nextId = Math.Max(nextId, reservedBelow);
}
