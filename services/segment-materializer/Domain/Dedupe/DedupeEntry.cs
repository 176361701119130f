using Engage.Rules.Accumulation;

namespace Engage.SegmentMaterializer.Domain.Dedupe;

/// <summary>What is kept of an accepted event: that it was here, and what a later reversal of it needs (semantics 18, 40).</summary>
/// <remarks>
/// <code>
/// digest 12 B | flags 1 B | ingested − base (signed varint, ms) | position − base (signed varint) | j − ingested (signed varint, µs)
///   | amount (decimal) if flag 1 | its open part if flag 2 | currency (text) if flag 4 | further money if flag 8: count, (name, original, open) …
///   | if flag 128, where it was counted: position − base (signed varint) | j − ingested (signed varint, µs) | currency (text, empty for none)
/// </code>
/// A plain bet of 12.50 EUR takes about 28 bytes, 12 of them the digest. Allocates for further money only.
/// </remarks>
internal readonly record struct DedupeEntry(EventDigest Digest, long IngestedAtMs, long Position, long JudgedAtMicros)
{
    private const byte HasAmount = 1, PartlyTaken = 2, HasCurrency = 4, HasFurtherMoney = 8, IsBackfill = 16, IsReversal = 32, IsWhollyReversed = 64, IsCountedElsewhere = 128;

    /// <summary>The event was loaded as history: its live twin is still judged by the rules, once.</summary>
    public bool Backfill { get; init; }

    /// <summary>The event took another one back; it cannot be taken back itself.</summary>
    public bool Reversal { get; init; }

    /// <summary>Taken back wholly; told apart from open money because an event without money can be reversed too.</summary>
    public bool WhollyReversed { get; init; }

    /// <summary>As judged: the event's own, else the wallet's at that time.</summary>
    public CurrencyCode Currency { get; init; }

    public OpenMoney? Amount { get; init; }

    /// <summary>In ordinal order of names.</summary>
    public IReadOnlyList<KeyValuePair<string, OpenMoney>> FurtherMoney { get; init; } = [];

    /// <summary>Where counters and windows have the event, if they counted it before it arrived live; null: as it stands here.</summary>
    public CountedAt? Counted { get; init; }

    public void WriteBody(RowWriter writer, long baseMs, long basePosition)
    {
        writer.Byte(Flags());
        writer.Signed(IngestedAtMs - baseMs);
        writer.Signed(Position - basePosition);
        writer.Signed(JudgedAtMicros - IngestedAtMs * 1000);
        if (Amount is { } amount)
        {
            writer.Decimal(amount.Original);
            if (amount.Open != amount.Original) writer.Decimal(amount.Open);
        }

        if (!Currency.IsNone) WriteCurrency(writer, Currency);
        if (FurtherMoney.Count > 0) WriteFurtherMoney(writer);
        if (Counted is not { } counted) return;
        writer.Signed(counted.Position - basePosition);
        writer.Signed(counted.JudgedAtMicros - IngestedAtMs * 1000);
        WriteCurrency(writer, counted.Currency);
    }

    public static DedupeEntry ReadBody(EventDigest digest, ref RowReader reader, long baseMs, long basePosition)
    {
        var flags = reader.Byte();
        var ingestedAtMs = baseMs + reader.Signed();
        var position = basePosition + reader.Signed();
        var judgedAtMicros = ingestedAtMs * 1000 + reader.Signed();
        OpenMoney? amount = null;
        if ((flags & HasAmount) != 0)
        {
            var original = reader.Decimal();
            amount = new OpenMoney(original, (flags & PartlyTaken) != 0 ? reader.Decimal() : original);
        }

        var currency = (flags & HasCurrency) != 0 ? ReadCurrency(ref reader) : default;
        IReadOnlyList<KeyValuePair<string, OpenMoney>> furtherMoney = (flags & HasFurtherMoney) != 0 ? ReadFurtherMoney(ref reader) : [];
        CountedAt? counted = (flags & IsCountedElsewhere) != 0
            ? new CountedAt(basePosition + reader.Signed(), ingestedAtMs * 1000 + reader.Signed(), ReadCurrency(ref reader))
            : null;
        return new DedupeEntry(digest, ingestedAtMs, position, judgedAtMicros)
        {
            Backfill = (flags & IsBackfill) != 0,
            Reversal = (flags & IsReversal) != 0,
            WhollyReversed = (flags & IsWhollyReversed) != 0,
            Currency = currency,
            Amount = amount,
            FurtherMoney = furtherMoney,
            Counted = counted,
        };
    }

    private byte Flags() => (byte)(
        (Amount is null ? 0 : HasAmount)
        | (Amount is { } amount && amount.Open != amount.Original ? PartlyTaken : 0)
        | (Currency.IsNone ? 0 : HasCurrency)
        | (FurtherMoney.Count > 0 ? HasFurtherMoney : 0)
        | (Backfill ? IsBackfill : 0)
        | (Reversal ? IsReversal : 0)
        | (WhollyReversed ? IsWhollyReversed : 0)
        | (Counted is null ? 0 : IsCountedElsewhere));

    private static void WriteCurrency(RowWriter writer, CurrencyCode currency)
    {
        Span<byte> text = stackalloc byte[CurrencyCode.MaxLength];
        writer.Prefixed(text[..currency.Write(text)]);
    }

    private static CurrencyCode ReadCurrency(ref RowReader reader) => CurrencyCode.TryParse(reader.Prefixed(), out var currency) ? currency : default;

    private void WriteFurtherMoney(RowWriter writer)
    {
        writer.Unsigned((ulong)FurtherMoney.Count);
        foreach (var (name, money) in FurtherMoney)
        {
            writer.Text(name);
            writer.Decimal(money.Original);
            writer.Decimal(money.Open);
        }
    }

    private static KeyValuePair<string, OpenMoney>[] ReadFurtherMoney(ref RowReader reader)
    {
        var money = new KeyValuePair<string, OpenMoney>[(int)reader.Unsigned()];
        for (var i = 0; i < money.Length; i++) money[i] = new(reader.Text(), new OpenMoney(reader.Decimal(), reader.Decimal()));
        return money;
    }
}
