namespace Engage.LocalBroker.Coordination;

/// <summary>Takes records that must survive a kill. Usable only on the coordinator's thread, inside submitted work.</summary>
internal interface IJournal
{
    /// <summary>Passes the record to the operating system, then applies it to every <see cref="IJournaledState"/>, exactly as replay would.</summary>
    /// <param name="type">Tells how to read the payload.</param>
    /// <param name="payload">Copied before the call returns.</param>
    /// <exception cref="IOException">Nothing was recorded and nothing applied; the request fails with <c>StorageError</c>.</exception>
    void Append(JournalRecordType type, ReadOnlySpan<byte> payload);
}
