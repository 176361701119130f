namespace Engage.Rules.Segments;

/// <summary>A player's state as bytes.</summary>
/// <remarks>
/// <code>
/// version (1) | first seen | clock (flag, signed) | definitions (flag, signed) | judged at, next change, next known (signed each)
/// | membership: count of words, words
/// | profile: count, (name, kind, value)* | consents: count, (name, flag)* | tags: count, name*
/// | counters: count, (type, count, first, last − first, sums)* | streams: count, (id, start, length-prefixed bytes)*
/// </code>
/// Numbers are varints, names and byte strings are prefixed with their length, tables are in ordinal order.
/// </remarks>
internal static class PlayerStateCodec
{
    private const byte FormatVersion = 1;

    public static void Write(PlayerState state, NameTable<ProfileValue> profile, NameTable<bool> consents, NameTable<bool> tags, StateWriter writer)
    {
        writer.Byte(FormatVersion);
        writer.Signed(state.FirstSeenPosition);
        WriteOptional(writer, state.ClockMicros);
        WriteOptional(writer, state.DefinitionsOffset);
        writer.Signed(state.JudgedAtMicros);
        writer.Signed(state.NextChangeMicros);
        writer.Signed(state.NextKnownMicros);
        writer.Unsigned((ulong)state.Membership.Length);
        foreach (var word in state.Membership) writer.Unsigned(word);

        writer.Unsigned((ulong)profile.Count);
        for (var i = 0; i < profile.Count; i++)
        {
            writer.Prefixed(profile.NameAt(i));
            profile.ValueAt(i).Write(writer);
        }

        writer.Unsigned((ulong)consents.Count);
        for (var i = 0; i < consents.Count; i++)
        {
            writer.Prefixed(consents.NameAt(i));
            writer.Byte(consents.ValueAt(i) ? (byte)1 : (byte)0);
        }

        writer.Unsigned((ulong)tags.Count);
        for (var i = 0; i < tags.Count; i++) writer.Prefixed(tags.NameAt(i));

        writer.Unsigned((ulong)state.Counters.Count);
        for (var i = 0; i < state.Counters.Count; i++)
        {
            writer.Prefixed(state.Counters.NameAt(i));
            state.Counters.ValueAt(i).Write(writer);
        }

        WriteStreams(state, writer);
    }

    /// <returns>The position at which the player was first seen.</returns>
    public static long Read(PlayerState state, NameTable<ProfileValue> profile, NameTable<bool> consents, NameTable<bool> tags, ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        if (reader.Byte() is var version && version != FormatVersion) throw new InvalidDataException($"A player's state of format {version} is unknown to this version.");

        var firstSeenPosition = reader.Signed();
        state.ClockMicros = ReadOptional(ref reader);
        state.DefinitionsOffset = ReadOptional(ref reader);
        state.JudgedAtMicros = reader.Signed();
        state.NextChangeMicros = reader.Signed();
        state.NextKnownMicros = reader.Signed();
        state.Membership = new ulong[reader.Count()];
        for (var i = 0; i < state.Membership.Length; i++) state.Membership[i] = reader.Unsigned();

        for (var left = reader.Count(); left > 0; left--) profile.Insert(~profile.Count, state.Pool.Share(reader.Prefixed()), ProfileValue.Read(ref reader, state.Pool));
        for (var left = reader.Count(); left > 0; left--) consents.Insert(~consents.Count, state.Pool.Share(reader.Prefixed()), reader.Byte() != 0);
        for (var left = reader.Count(); left > 0; left--) tags.Insert(~tags.Count, state.Pool.Share(reader.Prefixed()), true);
        for (var left = reader.Count(); left > 0; left--)
        {
            state.Counters.Insert(~state.Counters.Count, state.Pool.Share(reader.Prefixed()), EventCounter.Read(ref reader, state.Pool));
        }

        for (var left = reader.Count(); left > 0; left--) state.Stored.Add(new StoredStream(reader.UInt64(), reader.Signed(), reader.Prefixed().ToArray()));
        if (!reader.AtEnd) throw new InvalidDataException("A player's state has bytes behind its end; the row is damaged and has to be restored.");
        return firstSeenPosition;
    }

    private static void WriteStreams(PlayerState state, StateWriter writer)
    {
        var bound = 0;
        foreach (var stream in state.Streams)
        {
            if (stream is not null) bound++;
        }

        writer.Unsigned((ulong)(bound + state.Stored.Count));
        foreach (var stored in state.Stored)
        {
            writer.UInt64(stored.Id);
            writer.Signed(stored.StartOffset);
            writer.Prefixed(stored.Bytes);
        }

        var buffer = state.Pool.Scratch;
        foreach (var stream in state.Streams)
        {
            if (stream is null) continue;
            buffer.ResetWrittenCount();
            stream.Write(new StateWriter(buffer));
            writer.UInt64(stream.Id);
            writer.Signed(stream.StartOffset);
            writer.Prefixed(buffer.WrittenSpan);
        }
    }

    private static void WriteOptional(StateWriter writer, long? value)
    {
        writer.Byte(value is null ? (byte)0 : (byte)1);
        if (value is { } present) writer.Signed(present);
    }

    private static long? ReadOptional(ref StateReader reader) => reader.Byte() == 0 ? null : reader.Signed();
}
