using System.Buffers;
using Engage.Rules.Compilation;

namespace Engage.Rules.Segments;

/// <summary>Shares the UTF-8 names (event types, attributes, tags) of many players' states. Not thread-safe: one per task.</summary>
/// <remarks>Holds at most <see cref="Capacity"/> names of at most <see cref="MaxLength"/> bytes; others are copied per player.</remarks>
public sealed class NamePool
{
    public const int Capacity = 65_536;
    public const int MaxLength = 128;

    private readonly HashSet<byte[]> names = new(Utf8Comparer.Instance);

    /// <summary>For what a state writes before it knows its length: one for all states of the task, so that a save allocates nothing.</summary>
    internal ArrayBufferWriter<byte> Scratch { get; } = new();

    public byte[] Share(ReadOnlySpan<byte> name)
    {
        if (name.Length > MaxLength) return name.ToArray();
        if (names.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var known)) return known;

        var copy = name.ToArray();
        if (names.Count < Capacity) names.Add(copy);
        return copy;
    }
}
