namespace Engage.Streams.Ports;

/// <summary>What a transactional producer is made with.</summary>
/// <param name="RecordsMaxPerTransaction">The queue must hold at least twice as many.</param>
public sealed record ProducerSettings(string TransactionalId, TimeSpan TransactionTimeout, int RecordsMaxPerTransaction)
{
    /// <summary>Largest key, value and headers of a record; the client must take it, with what the protocol adds.</summary>
    public int RecordBytesMax { get; init; } = 1_000_000;
}
