namespace Engage.Rules.Accumulation;

/// <summary>A currency of 2 to 10 letters or digits, upper-case, packed into 8 bytes; the default value is "none known".</summary>
/// <remarks>Base 37, first character most significant, so values order as their texts do among codes of one length. Allocates only for text.</remarks>
public readonly record struct CurrencyCode
{
    /// <summary>The longest code, in characters.</summary>
    public const int MaxLength = 10;

    private const int MinLength = 2;
    private const ulong Base = 37;

    private CurrencyCode(ulong packed) => Packed = packed;

    /// <summary>0 for none; else each character as 1 to 36 in base 37.</summary>
    public ulong Packed { get; }

    public bool IsNone => Packed == 0;

    /// <summary>Reads a code in any case. False for a length or a character that no currency has.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out CurrencyCode code)
    {
        code = default;
        if (utf8.Length is < MinLength or > MaxLength) return false;

        ulong packed = 0;
        foreach (var octet in utf8)
        {
            var digit = DigitOf(octet);
            if (digit == 0) return false;
            packed = (packed * Base) + digit;
        }

        code = new CurrencyCode(packed);
        return true;
    }

    /// <summary>Reads a code in any case. False for a length or a character that no currency has.</summary>
    public static bool TryParse(string text, out CurrencyCode code)
    {
        code = default;
        if (text.Length > MaxLength) return false;

        Span<byte> ascii = stackalloc byte[MaxLength];
        for (var i = 0; i < text.Length; i++) ascii[i] = char.IsAscii(text[i]) ? (byte)text[i] : (byte)0;
        return TryParse(ascii[..text.Length], out code);
    }

    /// <summary>Takes back a <see cref="Packed"/> value that this type wrote.</summary>
    internal static CurrencyCode FromPacked(ulong packed) => new(packed);

    /// <summary>Writes the upper-case text; 0 bytes for none.</summary>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public int Write(Span<byte> destination)
    {
        var length = 0;
        for (var rest = Packed; rest != 0; rest /= Base)
        {
            var digit = (int)(rest % Base);
            destination[length++] = (byte)(digit <= 10 ? '0' + digit - 1 : 'A' + digit - 11);
        }

        destination[..length].Reverse();
        return length;
    }

    /// <summary>The upper-case code; empty for none.</summary>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[MaxLength];
        return System.Text.Encoding.ASCII.GetString(text[..Write(text)]);
    }

    private static ulong DigitOf(byte octet) => octet switch
    {
        >= (byte)'0' and <= (byte)'9' => (ulong)(octet - '0' + 1),
        >= (byte)'A' and <= (byte)'Z' => (ulong)(octet - 'A' + 11),
        >= (byte)'a' and <= (byte)'z' => (ulong)(octet - 'a' + 11),
        _ => 0,
    };
}
