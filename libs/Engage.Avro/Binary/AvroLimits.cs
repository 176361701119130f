namespace Engage.Avro.Binary;

/// <summary>How much of each thing a decoder accepts before it refuses the record; a five-byte array of nulls can otherwise claim billions of items.</summary>
/// <param name="RecordBytesMax">Whole record.</param>
/// <param name="TextBytesMax">One string or bytes value.</param>
/// <param name="ItemsMax">Array items and map entries of the whole record, those of zero bytes included.</param>
/// <param name="DepthMax">Records, arrays and maps inside one another.</param>
public sealed record AvroLimits(int RecordBytesMax, int TextBytesMax, int ItemsMax, int DepthMax)
{
    /// <summary>1 MiB a record, 256 KiB a string, 1,000,000 items, depth 64.</summary>
    public static AvroLimits Default { get; } = new(RecordBytesMax: 1 << 20, TextBytesMax: 256 << 10, ItemsMax: 1_000_000, DepthMax: 64);

    /// <summary>For records of our own that carry a whole foreign record as a bytes field: 4 MiB, of which 2 MiB may be one value.</summary>
    public static AvroLimits Envelope { get; } = new(RecordBytesMax: 4 << 20, TextBytesMax: 2 << 20, ItemsMax: 1_000_000, DepthMax: 64);
}
