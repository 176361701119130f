using System.Buffers;
using System.Collections.Immutable;
using Engage.Rules.Compilation;

namespace Engage.Rules.Segments;

/// <summary>
/// Since which marker of one partition each stream and each window has been kept without a gap (semantics 8). Immutable; a function of the
/// partition's markers alone.
/// </summary>
public sealed class StreamStarts
{
    private const byte FormatVersion = 1;

    // Stands for the stream itself beside its windows, which are above 0.
    private const long WholeStream = 0;

    private readonly ImmutableSortedDictionary<(ulong Stream, long Window), MarkerPoint> starts;

    private StreamStarts(ImmutableSortedDictionary<(ulong Stream, long Window), MarkerPoint> starts, MarkerPoint latest)
    {
        this.starts = starts;
        Latest = latest;
    }

    /// <summary>Before the first marker.</summary>
    public static StreamStarts None { get; } = new(ImmutableSortedDictionary<(ulong, long), MarkerPoint>.Empty, new MarkerPoint(-1, 0, -1));

    /// <summary>The marker that put the present definitions in force.</summary>
    public MarkerPoint Latest { get; }

    /// <summary>The starts after a marker.</summary>
    /// <param name="before">The definitions in force just before it.</param>
    /// <param name="after">The definitions that it puts in force.</param>
    public StreamStarts After(DefinitionSet before, DefinitionSet after, MarkerPoint marker)
    {
        if (before.Offset == after.Offset) return this; // A repeated marker says nothing new.

        var keptBefore = before.Needs.Streams.ToDictionary(stream => stream.Id);
        var next = ImmutableSortedDictionary.CreateBuilder<(ulong, long), MarkerPoint>();
        foreach (var stream in after.Needs.Streams)
        {
            var kept = keptBefore.GetValueOrDefault(stream.Id);
            next.Add((stream.Id, WholeStream), kept is null ? marker : starts.GetValueOrDefault((stream.Id, WholeStream), marker));
            foreach (var window in stream.WindowsMicros) next.Add((stream.Id, window), StartOf(kept, window, marker));
        }

        return new StreamStarts(next.ToImmutable(), marker);
    }

    /// <summary>Since when the stream has been kept.</summary>
    public MarkerPoint StartOf(HistoryStream stream) => starts.GetValueOrDefault((stream.Id, WholeStream), Latest);

    /// <summary>Since when the leaf's window has been kept; without a window, since when its stream has.</summary>
    /// <exception cref="ArgumentException">The leaf has no stream: it is known from the player's first event on.</exception>
    public MarkerPoint StartOf(HistoryLeaf leaf)
    {
        var stream = leaf.Stream ?? throw new ArgumentException("The counters of every event type have no start.", nameof(leaf));
        return starts.GetValueOrDefault((stream.Id, leaf.WindowMicros), Latest);
    }

    public void Write(IBufferWriter<byte> output)
    {
        var writer = new StateWriter(output);
        writer.Byte(FormatVersion);
        WritePoint(writer, Latest);
        writer.Unsigned((ulong)starts.Count);
        foreach (var ((stream, window), point) in starts)
        {
            writer.UInt64(stream);
            writer.Signed(window);
            WritePoint(writer, point);
        }
    }

    /// <exception cref="InvalidDataException">The bytes were not written by <see cref="Write"/>.</exception>
    public static StreamStarts Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        if (reader.Byte() is var version && version != FormatVersion) throw new InvalidDataException($"Stream starts of format {version} are unknown to this version.");

        var latest = ReadPoint(ref reader);
        var count = reader.Count();
        var starts = ImmutableSortedDictionary.CreateBuilder<(ulong, long), MarkerPoint>();
        for (var i = 0; i < count; i++) starts.Add((reader.UInt64(), reader.Signed()), ReadPoint(ref reader));
        return new StreamStarts(starts.ToImmutable(), latest);
    }

    /// <summary>A window that is not longer than one kept before has what that one had.</summary>
    private MarkerPoint StartOf(HistoryStream? kept, long window, MarkerPoint marker)
    {
        var earliest = marker;
        foreach (var known in kept?.WindowsMicros ?? [])
        {
            if (known < window || !starts.TryGetValue((kept!.Id, known), out var start)) continue;
            if (start.Position < earliest.Position) earliest = start;
        }

        return earliest;
    }

    private static void WritePoint(StateWriter writer, MarkerPoint point)
    {
        writer.Signed(point.Position);
        writer.Signed(point.IngestedAtMicros);
        writer.Signed(point.DefinitionsOffset);
    }

    private static MarkerPoint ReadPoint(ref StateReader reader) => new(reader.Signed(), reader.Signed(), reader.Signed());
}
