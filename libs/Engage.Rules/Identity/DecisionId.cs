using System.Buffers.Binary;
using System.Globalization;

namespace Engage.Rules.Identity;

/// <summary>A deterministic 128-bit id of an execution, an action or a delivery, in the shape of a version 8 UUID (RFC 9562).</summary>
/// <remarks>Ordered and compared as the 16 bytes, big-endian. The text form is lower case with hyphens: 36 ASCII characters.</remarks>
public readonly record struct DecisionId(UInt128 Value) : IComparable<DecisionId>
{
    /// <summary>Length of the text form in characters and in UTF-8 bytes.</summary>
    public const int TextLength = 36;

    /// <summary>Length of the binary form.</summary>
    public const int SizeBytes = 16;

    /// <summary>Takes the first 16 bytes of a hash and sets version 8 and the RFC variant over them.</summary>
    internal static DecisionId FromHash(ReadOnlySpan<byte> hash)
    {
        var raw = BinaryPrimitives.ReadUInt128BigEndian(hash);
        raw = (raw & ~((UInt128)0xF << 76)) | ((UInt128)0x8 << 76);
        raw = (raw & ~((UInt128)0x3 << 62)) | ((UInt128)0x2 << 62);
        return new DecisionId(raw);
    }

    /// <summary>Reads the 36-character text form; upper-case hex is accepted, any other shape is not.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DecisionId id)
    {
        id = default;
        if (!Guid.TryParseExact(text, "D", out var guid)) return false;

        Span<byte> bytes = stackalloc byte[SizeBytes];
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        id = new DecisionId(BinaryPrimitives.ReadUInt128BigEndian(bytes));
        return true;
    }

    /// <summary>Writes the text form as ASCII; <paramref name="destination"/> holds at least <see cref="TextLength"/> bytes.</summary>
    public void WriteText(Span<byte> destination)
    {
        Span<byte> bytes = stackalloc byte[SizeBytes];
        WriteBytes(bytes);
        new Guid(bytes, bigEndian: true).TryFormat(destination, out _, "D");
    }

    /// <summary>Writes the 16 bytes, big-endian.</summary>
    public void WriteBytes(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, Value);

    public int CompareTo(DecisionId other) => Value.CompareTo(other.Value);

    public static bool operator <(DecisionId left, DecisionId right) => left.Value < right.Value;

    public static bool operator >(DecisionId left, DecisionId right) => left.Value > right.Value;

    public static bool operator <=(DecisionId left, DecisionId right) => left.Value <= right.Value;

    public static bool operator >=(DecisionId left, DecisionId right) => left.Value >= right.Value;

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[SizeBytes];
        WriteBytes(bytes);
        return new Guid(bytes, bigEndian: true).ToString("D", CultureInfo.InvariantCulture);
    }
}
