using System.Globalization;

namespace Engage.Contracts;

/// <summary>A value of an event's attributes or a player's profile: null, boolean, long, double or string. The default is null.</summary>
/// <remarks>Two values are equal when kind and content are: the long 1 is not the double 1. NaN equals itself.</remarks>
public readonly record struct AttributeValue
{
    private readonly long bits;
    private readonly string? text;

    private AttributeValue(AttributeKind kind, long bits, string? text)
    {
        Kind = kind;
        this.bits = bits;
        this.text = text;
    }

    public static AttributeValue Null => default;

    public AttributeKind Kind { get; }

    public bool IsNull => Kind == AttributeKind.Null;

    /// <summary>False unless <see cref="Kind"/> says boolean.</summary>
    public bool Boolean => Kind == AttributeKind.Boolean && bits != 0;

    /// <summary>0 unless <see cref="Kind"/> says long.</summary>
    public long Long => Kind == AttributeKind.Long ? bits : 0;

    /// <summary>0 unless <see cref="Kind"/> says double; may be NaN or infinite.</summary>
    public double Double => Kind == AttributeKind.Double ? BitConverter.Int64BitsToDouble(bits) : 0;

    /// <summary>Empty unless <see cref="Kind"/> says string.</summary>
    public string Text => text ?? "";

    public static AttributeValue FromBoolean(bool value) => new(AttributeKind.Boolean, value ? 1 : 0, null);

    public static AttributeValue FromLong(long value) => new(AttributeKind.Long, value, null);

    public static AttributeValue FromDouble(double value) => new(AttributeKind.Double, BitConverter.DoubleToInt64Bits(value), null);

    public static AttributeValue FromString(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(AttributeKind.String, 0, value);
    }

    /// <summary>The value as text for people: null is empty, numbers are invariant and in their shortest form that reads back the same.</summary>
    public override string ToString() => Kind switch
    {
        AttributeKind.Boolean => Boolean ? "true" : "false",
        AttributeKind.Long => bits.ToString(CultureInfo.InvariantCulture),
        AttributeKind.Double => Double.ToString("R", CultureInfo.InvariantCulture),
        _ => Text,
    };
}
