namespace Engage.LocalBroker.Groups;

/// <summary>An offset as the client sent it, and when.</summary>
/// <param name="LeaderEpoch">-1 when the client does not know one; kept and returned unchanged.</param>
/// <param name="Metadata">Opaque text of the client; empty when it sent none.</param>
/// <param name="WrittenAtMs">When it was written (for expiry).</param>
/// <param name="Position">Orders the writes of one store: of a plain and a transactional write the later <em>written</em> one wins, not the later committed.</param>
internal readonly record struct CommittedOffset(long Offset, int LeaderEpoch, string Metadata, long WrittenAtMs, long Position);
