using System;

namespace Engage.Avro.Binary;

/// <summary>One value of the attribute union, text borrowed from the input. Only the member named by <see cref="Kind"/> means anything.</summary>
public readonly ref struct AttributeView
{
    /// <summary>Number of branches of the union.</summary>
    public const int BranchCount = 5;

    private AttributeView(AttributeViewKind kind, long bits, ReadOnlySpan<byte> utf8)
    {
        Kind = kind;
        Long = bits;
        Utf8 = utf8;
    }

    public AttributeViewKind Kind { get; }

    public long Long { get; }

    public ReadOnlySpan<byte> Utf8 { get; }

    public bool Boolean => Long != 0;

    /// <summary>May be NaN or infinite, which no comparison of money accepts.</summary>
    public double Double => BitConverter.Int64BitsToDouble(Long);

    public void Write(scoped ref AvroWriter writer)
    {
        writer.WriteUnionIndex((int)Kind);
        switch (Kind)
        {
            case AttributeViewKind.Boolean: writer.WriteBoolean(Boolean); break;
            case AttributeViewKind.Long: writer.WriteLong(Long); break;
            case AttributeViewKind.Double: writer.WriteDouble(Double); break;
            case AttributeViewKind.String: writer.WriteUtf8(Utf8); break;
        }
    }

    public static AttributeView Read(scoped ref AvroReader reader)
    {
        var kind = (AttributeViewKind)reader.ReadUnionIndex(BranchCount);
        return kind switch
        {
            AttributeViewKind.Boolean => new AttributeView(kind, reader.ReadBoolean() ? 1 : 0, default),
            AttributeViewKind.Long => new AttributeView(kind, reader.ReadLong(), default),
            AttributeViewKind.Double => new AttributeView(kind, BitConverter.DoubleToInt64Bits(reader.ReadDouble()), default),
            AttributeViewKind.String => new AttributeView(kind, 0, reader.ReadUtf8()),
            _ => default,
        };
    }
}
