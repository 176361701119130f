namespace Engage.Rules.Segments;

/// <summary>A stream of a player as it lies in the row.</summary>
/// <param name="StartOffset">The definitions offset of the marker since which it was kept; another start means that entries are missing.</param>
internal readonly record struct StoredStream(ulong Id, long StartOffset, byte[] Bytes);
