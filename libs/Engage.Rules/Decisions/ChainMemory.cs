using System.Buffers.Binary;

namespace Engage.Rules.Decisions;

/// <summary>Which rules executed for a player in which chain of tag changes, so that none executes twice in one (semantics 5). Reused; not thread-safe.</summary>
/// <remarks>
/// Entries of 24 bytes, in order of insertion: root digest 8, rule key 8, <c>ingested_at</c> of the execution in microseconds 8, all big-endian. Only
/// chains are remembered, and only for the dedupe horizon, so a row rarely holds more than a few. Allocates only while the buffer grows.
/// </remarks>
public sealed class ChainMemory
{
    private const int EntryBytes = 24;

    private byte[] buffer = new byte[EntryBytes * 8];
    private int length;

    /// <summary>The bytes to be stored; valid until the next change.</summary>
    public ReadOnlySpan<byte> Bytes => buffer.AsSpan(0, length);

    /// <summary>Takes over what <see cref="Bytes"/> once was; empty for none.</summary>
    public void Load(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > buffer.Length) Array.Resize(ref buffer, bytes.Length);
        bytes.CopyTo(buffer);
        length = bytes.Length;
    }

    /// <summary>True where the rule executed in the chain, by an event that reached the log at or after an instant.</summary>
    /// <param name="root">The first 64 bits of a digest of the root id.</param>
    /// <param name="rule">The rule that is asked about.</param>
    /// <param name="oldestMicros">What is older is past the horizon, whether or not it has been forgotten yet: the answer must hang on the log alone.</param>
    public bool Contains(ulong root, RuleKey rule, long oldestMicros)
    {
        for (var at = 0; at < length; at += EntryBytes)
        {
            var entry = Bytes[at..];
            var isOfChain = BinaryPrimitives.ReadUInt64BigEndian(entry) == root && BinaryPrimitives.ReadUInt64BigEndian(entry[8..]) == rule.Value;
            if (isOfChain && BinaryPrimitives.ReadInt64BigEndian(entry[16..]) >= oldestMicros) return true;
        }

        return false;
    }

    /// <summary>Remembers an execution.</summary>
    public void Add(ulong root, RuleKey rule, long ingestedAtMicros)
    {
        if (length + EntryBytes > buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        var entry = buffer.AsSpan(length);
        BinaryPrimitives.WriteUInt64BigEndian(entry, root);
        BinaryPrimitives.WriteUInt64BigEndian(entry[8..], rule.Value);
        BinaryPrimitives.WriteInt64BigEndian(entry[16..], ingestedAtMicros);
        length += EntryBytes;
    }

    /// <summary>Forgets executions whose event reached the log before an instant.</summary>
    public void ForgetBefore(long ingestedAtMicros)
    {
        var kept = 0;
        for (var at = 0; at < length; at += EntryBytes)
        {
            if (BinaryPrimitives.ReadInt64BigEndian(Bytes[(at + 16)..]) < ingestedAtMicros) continue;
            buffer.AsSpan(at, EntryBytes).CopyTo(buffer.AsSpan(kept));
            kept += EntryBytes;
        }

        length = kept;
    }
}
