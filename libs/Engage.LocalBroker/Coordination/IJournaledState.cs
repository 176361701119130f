namespace Engage.LocalBroker.Coordination;

/// <summary>State whose only source is the journal: live records and replay after a restart go through the same <see cref="Apply"/>.</summary>
internal interface IJournaledState
{
    /// <summary>Takes over one record. Records of other owners arrive too: ignore them, or react (offsets of a deleted topic go with it).</summary>
    void Apply(JournalRecordType type, ReadOnlySpan<byte> payload);

    /// <summary>Appends the fewest records that rebuild this state from nothing. Called on the coordinator's thread for snapshots.</summary>
    void Save(IJournal snapshot);
}
