using System.Buffers.Binary;
using Engage.Rules.Accumulation;
using Engage.Rules.Qualification;

namespace Engage.Rules.Decisions;

/// <summary>The bytes of one rule's progress. Equal progress has equal bytes.</summary>
/// <remarks>
/// <code>
/// key 8, big-endian | flags 1 | version | dropped before          if flag 2
///                                       | since, until − since (absent if flag 16), position, index, iterations left   if flag 4
///                                       | count, then per currency: packed code, units of 10⁻⁸                         if flag 8
/// </code>
/// Numbers are LEB128; those that may be negative are zigzagged. Flag 1: executed. A plain remainder in one currency takes about 20 bytes.
/// </remarks>
internal static class ProgressCodec
{
    private const byte Executed = 1;
    private const byte Dropped = 2;
    private const byte Held = 4;
    private const byte Kept = 8;
    private const byte NeverRunsOut = 16;

    private const decimal UnitsPerOne = 100_000_000m;

    /// <summary>The most bytes that an entry with so many currencies takes.</summary>
    public static int MaxBytes(in RuleProgress progress) => 96 + (progress.Kept.Count * 32);

    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> target, RuleKey key, in RuleProgress progress)
    {
        var held = progress.Qualification;
        BinaryPrimitives.WriteUInt64BigEndian(target, key.Value);
        target[RuleKey.SizeBytes] = FlagsOf(progress);
        var at = RuleKey.SizeBytes + 1;
        at += Varint.Write(target[at..], (UInt128)progress.Version);
        if (progress.DroppedBefore != 0) at += Varint.Write(target[at..], (UInt128)progress.DroppedBefore);
        if (held.IsHeld)
        {
            at += Varint.WriteSigned(target[at..], held.SinceMicros);
            if (held.UntilMicros != HeldQualification.NeverRunsOut) at += Varint.Write(target[at..], (UInt128)(held.UntilMicros - held.SinceMicros));
            at += Varint.Write(target[at..], (UInt128)held.Position);
            at += Varint.Write(target[at..], (UInt128)held.Index);
            at += Varint.Write(target[at..], (UInt128)held.RemainingIterations);
        }

        if (progress.Kept.Count == 0) return at;

        at += Varint.Write(target[at..], (UInt128)progress.Kept.Count);
        for (var i = 0; i < progress.Kept.Count; i++)
        {
            at += Varint.Write(target[at..], progress.Kept[i].Currency.Packed);
            at += Varint.WriteSigned(target[at..], (Int128)(progress.Kept[i].Value * UnitsPerOne));
        }

        return at;
    }

    public static RuleKey KeyOf(ReadOnlySpan<byte> entry) => new(BinaryPrimitives.ReadUInt64BigEndian(entry));

    public static RuleProgress Read(ReadOnlySpan<byte> entry)
    {
        var flags = entry[RuleKey.SizeBytes];
        var rest = entry[(RuleKey.SizeBytes + 1)..];
        var version = (int)Varint.Read(ref rest);
        var droppedBefore = (flags & Dropped) != 0 ? (long)Varint.Read(ref rest) : 0;
        return new RuleProgress
        {
            Version = version,
            Executed = (flags & Executed) != 0,
            DroppedBefore = droppedBefore,
            Qualification = (flags & Held) != 0 ? ReadQualification(ref rest, flags) : default,
            Kept = (flags & Kept) != 0 ? ReadKept(ref rest) : default,
        };
    }

    private static byte FlagsOf(in RuleProgress progress) => (byte)(
        (progress.Executed ? Executed : 0)
        | (progress.DroppedBefore != 0 ? Dropped : 0)
        | (progress.Qualification.IsHeld ? Held : 0)
        | (progress.Qualification is { IsHeld: true, UntilMicros: HeldQualification.NeverRunsOut } ? NeverRunsOut : 0)
        | (progress.Kept.Count > 0 ? Kept : 0));

    private static HeldQualification ReadQualification(ref ReadOnlySpan<byte> rest, byte flags)
    {
        var since = (long)Varint.ReadSigned(ref rest);
        var until = (flags & NeverRunsOut) != 0 ? HeldQualification.NeverRunsOut : since + (long)Varint.Read(ref rest);
        var position = (long)Varint.Read(ref rest);
        var index = (int)Varint.Read(ref rest);
        return new HeldQualification(true, since, until, position, index, (int)Varint.Read(ref rest));
    }

    private static ProgressByCurrency ReadKept(ref ReadOnlySpan<byte> rest)
    {
        var kept = default(ProgressByCurrency);
        for (var count = (int)Varint.Read(ref rest); count > 0; count--)
        {
            var currency = CurrencyCode.FromPacked((ulong)Varint.Read(ref rest));
            kept = kept.With(currency, (decimal)Varint.ReadSigned(ref rest) / UnitsPerOne);
        }

        return kept;
    }
}
