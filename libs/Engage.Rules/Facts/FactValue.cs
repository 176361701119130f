using System.Globalization;
using System.Text;

namespace Engage.Rules.Facts;

/// <summary>One value of an event or a player, borrowed from the caller. The default is missing.</summary>
public readonly ref struct FactValue
{
    private readonly decimal number;
    private readonly long bits;

    private FactValue(FactKind kind, long bits, decimal number, ReadOnlySpan<byte> text)
    {
        Kind = kind;
        this.bits = bits;
        this.number = number;
        Text = text;
    }

    public static FactValue Missing => default;

    public FactKind Kind { get; }

    /// <summary>UTF-8; empty unless <see cref="Kind"/> says text.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>False unless <see cref="Kind"/> says boolean.</summary>
    public bool Boolean => Kind == FactKind.Boolean && bits != 0;

    /// <summary>0 unless <see cref="Kind"/> says long.</summary>
    public long Long => Kind == FactKind.Long ? bits : 0;

    /// <summary>0 unless <see cref="Kind"/> says double.</summary>
    public double Double => Kind == FactKind.Double ? BitConverter.Int64BitsToDouble(bits) : 0;

    public static FactValue FromBoolean(bool value) => new(FactKind.Boolean, value ? 1 : 0, 0, default);

    public static FactValue FromLong(long value) => new(FactKind.Long, value, 0, default);

    public static FactValue FromDouble(double value) => new(FactKind.Double, BitConverter.DoubleToInt64Bits(value), 0, default);

    public static FactValue FromDecimal(decimal value) => new(FactKind.Decimal, 0, value, default);

    public static FactValue FromText(ReadOnlySpan<byte> utf8) => new(FactKind.Text, 0, 0, utf8);

    /// <summary>The value as a decimal; a double by its shortest text that reads back the same. Allocates nothing.</summary>
    /// <returns>False for what is no number, and for doubles that no decimal holds (NaN, infinities, above 7.9e28).</returns>
    public bool TryGetNumber(out decimal value)
    {
        switch (Kind)
        {
            case FactKind.Long:
                value = bits;
                return true;
            case FactKind.Decimal:
                value = number;
                return true;
            case FactKind.Double:
                return DoubleNumber.TryConvert(BitConverter.Int64BitsToDouble(bits), out value);
            default:
                value = 0;
                return false;
        }
    }

    /// <summary>The value for people; allocates.</summary>
    public override string ToString() => Kind switch
    {
        FactKind.Missing => "missing",
        FactKind.Boolean => Boolean ? "true" : "false",
        FactKind.Text => $"'{Encoding.UTF8.GetString(Text)}'",
        FactKind.Double => Double.ToString("R", CultureInfo.InvariantCulture),
        _ => TryGetNumber(out var value) ? Documents.DecimalText.Format(value) : "",
    };
}
