using Engage.Rules.Accumulation;
using Engage.SegmentMaterializer.Domain;
using Engage.SegmentMaterializer.Domain.Dedupe;

namespace Engage.SegmentMaterializer.Tests.Domain.Dedupe;

public sealed class DedupeEntries
{
    private const long NineMs = 1_795_510_800_000;

    private static readonly CurrencyCode Euro = CurrencyOf("EUR");

    private static readonly CurrencyCode Pound = CurrencyOf("GBP");

    internal static DedupeEntry Bet(uint id, decimal amount = 12.50m, long ingestedAtMs = NineMs) =>
        new(new EventDigest(id * 0x9E3779B97F4A7C15, id), ingestedAtMs, Position: id, JudgedAtMicros: ingestedAtMs * 1000 - 250)
        {
            Amount = OpenMoney.Whole(amount),
            Currency = Euro,
        };

    public static TheoryData<string> Shapes => ["plain", "partly taken", "further money", "backfill", "reversal", "counted elsewhere", "without money"];

    [Theory, MemberData(nameof(Shapes))]
    public void An_entry_reads_back_as_it_was_written(string shape)
    {
        var entry = shape switch
        {
            "plain" => Bet(1),
            "partly taken" => Bet(1) with { Amount = new OpenMoney(90m, 50.00000001m) },
            "further money" => Bet(1) with { FurtherMoney = [new("bonus", new OpenMoney(5m, 2.5m)), new("fee", OpenMoney.Whole(0.01m))] },
            "backfill" => Bet(1) with { Backfill = true },
            "reversal" => Bet(1) with { Reversal = true, WhollyReversed = true },
            "counted elsewhere" => Bet(1) with { Counted = new CountedAt(Position: 650, JudgedAtMicros: (NineMs * 1000) - 5, Currency: Pound), FurtherMoney = [new("fee", OpenMoney.Whole(0.01m))] },
            _ => Bet(1) with { Amount = null, Currency = default },
        };
        var writer = new RowWriter();

        entry.WriteBody(writer, baseMs: NineMs + 5, basePosition: 700);
        var reader = new RowReader(writer.Written);
        var read = DedupeEntry.ReadBody(entry.Digest, ref reader, baseMs: NineMs + 5, basePosition: 700);

        Assert.Equal(entry with { FurtherMoney = [] }, read with { FurtherMoney = [] });
        Assert.Equal(entry.FurtherMoney, read.FurtherMoney);
        Assert.Equal(0, reader.Remaining);
    }

    [Fact]
    public void A_plain_bet_takes_less_than_thirty_bytes()
    {
        var ring = new DedupeRing();
        for (uint i = 0; i < DedupeRing.Capacity; i++) ring.Add(Bet(i, ingestedAtMs: NineMs + i * 40));
        var writer = new RowWriter();

        ring.Write(writer);

        Assert.InRange(writer.Written.Length / DedupeRing.Capacity, 20, 30);
    }

    [Fact]
    public void A_ring_reads_back_in_order_and_finds_each_of_its_entries()
    {
        var ring = new DedupeRing();
        for (uint i = 0; i < DedupeRing.Capacity; i++) ring.Add(Bet(i, ingestedAtMs: NineMs + (i % 3) * 1000));
        var writer = new RowWriter();
        ring.Write(writer);

        var read = new DedupeRing();
        var reader = new RowReader(writer.Written);
        read.Read(ref reader);

        Assert.True(read.IsFull);
        var (entries, back) = (new List<DedupeEntry>(), new List<DedupeEntry>());
        ring.CopyTo(entries);
        read.CopyTo(back);
        Assert.Equal(entries.Select(entry => entry.Position), back.Select(entry => entry.Position));
        Assert.All(entries, entry => Assert.Equal(entry.Position, read.Find(entry.Digest)!.Value.Position));
        Assert.Null(read.Find(Bet(1000).Digest));
    }

    [Fact]
    public void A_sealed_chunk_finds_every_entry_and_nothing_else()
    {
        var entries = Enumerable.Range(1, 512).Select(id => Bet((uint)id)).ToList();

        var chunk = Seal([.. entries]);

        Assert.Equal(512, DedupeChunk.Count(chunk));
        Assert.All(entries, entry => Assert.Equal(entry.Position, DedupeChunk.Find(chunk, entry.Digest)!.Value.Position));
        Assert.All(Enumerable.Range(600, 100), id => Assert.Null(DedupeChunk.Find(chunk, Bet((uint)id).Digest)));
    }

    [Fact]
    public void Merging_leaves_out_what_is_older_than_the_horizon()
    {
        var old = Seal([Bet(1, ingestedAtMs: NineMs - 1), Bet(2)]);
        var merged = new List<DedupeEntry>();

        DedupeChunk.CopyTo(old, merged, oldestIngestedAtMs: NineMs);

        Assert.Equal([2L], merged.Select(entry => entry.Position));
        Assert.Equal(NineMs, DedupeChunk.NewestIngestedAtMs(old));
    }

    private static byte[] Seal(List<DedupeEntry> entries)
    {
        var chunk = new RowWriter();
        DedupeChunk.Seal(entries, chunk);
        return chunk.Written.ToArray();
    }

    private static CurrencyCode CurrencyOf(string text) => CurrencyCode.TryParse(text, out var code) ? code : throw new ArgumentException(text);
}
