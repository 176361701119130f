namespace Engage.Avro.Binary;

/// <summary>Where a loop over an array or map stands; start with <c>default</c> and hand it to <see cref="AvroReader.NextItem"/>.</summary>
public struct AvroBlock
{
    private const int CapacityMax = 64;

    internal bool Started;
    internal int ItemsLeft;

    /// <summary>One past the last byte of the current block where the writer stated its size; 0 where it did not.</summary>
    internal int End;

    /// <summary>How many items are left in the current block, this one included. A claim of the writer: do not allocate by it.</summary>
    public readonly int ItemsLeftInBlock => ItemsLeft;

    /// <summary>Room to make for the items at first: what the writer claims, up to a bound that costs little if the claim is false.</summary>
    public readonly int Capacity => Math.Min(ItemsLeft, CapacityMax);
}
