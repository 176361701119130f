using Engage.Rules.Facts;

namespace Engage.Rules.Segments;

/// <summary>A kept attribute of a profile. Never missing.</summary>
internal readonly struct ProfileValue : IEquatable<ProfileValue>
{
    private readonly long bits;
    private readonly byte[]? text;

    private ProfileValue(FactKind kind, long bits, byte[]? text)
    {
        Kind = kind;
        this.bits = bits;
        this.text = text;
    }

    public FactKind Kind { get; }

    /// <param name="value">Boolean, long, double or text: the kinds that records carry.</param>
    public static ProfileValue From(FactValue value, NamePool pool) => value.Kind switch
    {
        FactKind.Boolean => new(FactKind.Boolean, value.Boolean ? 1 : 0, null),
        FactKind.Long => new(FactKind.Long, value.Long, null),
        FactKind.Double => new(FactKind.Double, BitConverter.DoubleToInt64Bits(value.Double), null),
        FactKind.Text => new(FactKind.Text, 0, pool.Share(value.Text)),
        _ => throw new ArgumentException($"A profile holds no {value.Kind}.", nameof(value)),
    };

    public FactValue AsFact() => Kind switch
    {
        FactKind.Boolean => FactValue.FromBoolean(bits != 0),
        FactKind.Long => FactValue.FromLong(bits),
        FactKind.Double => FactValue.FromDouble(BitConverter.Int64BitsToDouble(bits)),
        _ => FactValue.FromText(text),
    };

    public bool Equals(ProfileValue other) => Kind == other.Kind && bits == other.bits && text.AsSpan().SequenceEqual(other.text);

    public override bool Equals(object? obj) => obj is ProfileValue other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Kind, bits, text?.Length);

    public void Write(StateWriter writer)
    {
        writer.Byte((byte)Kind);
        if (Kind == FactKind.Text) writer.Prefixed(text);
        else writer.Signed(bits);
    }

    public static ProfileValue Read(ref StateReader reader, NamePool pool)
    {
        var kind = (FactKind)reader.Byte();
        return kind == FactKind.Text ? new(kind, 0, pool.Share(reader.Prefixed())) : new(kind, reader.Signed(), null);
    }
}
