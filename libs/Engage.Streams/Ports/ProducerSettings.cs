namespace Engage.Streams.Ports;

/// <summary>What a transactional producer is made with.</summary>
/// <param name="RecordsMaxPerTransaction">The queue must hold at least twice as many.</param>
public sealed record ProducerSettings(string TransactionalId, TimeSpan TransactionTimeout, int RecordsMaxPerTransaction);
