namespace Engage.Avro.Binary;

/// <summary>Where a loop over an array or map stands; start with <c>default</c> and hand it to <see cref="AvroReader.NextItem"/>.</summary>
public struct AvroBlock
{
    internal bool Started;
    internal int ItemsLeft;

    /// <summary>One past the last byte of the current block where the writer stated its size; 0 where it did not.</summary>
    internal int End;

    /// <summary>How many items are left in the current block, this one included; checked against the limits, so usable as a capacity together with <see cref="AvroReader.RemainingBytes"/>.</summary>
    public readonly int ItemsLeftInBlock => ItemsLeft;
}
