namespace Engage.SegmentMaterializer.Domain.Dedupe;

/// <summary>Which chunks a player has: numbers from First (inclusive) to Next (exclusive) on each level.</summary>
internal record struct ChunkCounters(uint FirstSmall, uint NextSmall, uint FirstLarge, uint NextLarge)
{
    public const byte SmallLevel = 0;
    public const byte LargeLevel = 1;

    public readonly bool Any => FirstSmall != NextSmall || FirstLarge != NextLarge;

    public readonly void Write(RowWriter writer)
    {
        writer.Unsigned(FirstSmall);
        writer.Unsigned(NextSmall);
        writer.Unsigned(FirstLarge);
        writer.Unsigned(NextLarge);
    }

    public static ChunkCounters Read(ref RowReader reader) =>
        new((uint)reader.Unsigned(), (uint)reader.Unsigned(), (uint)reader.Unsigned(), (uint)reader.Unsigned());
}
