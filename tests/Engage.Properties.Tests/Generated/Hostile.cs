using System.Buffers;
using System.Text;
using Engage.Contracts;
using Engage.Streams;
using Engage.Streams.Testing;
using EngageTopics = Engage.Topics.Topics;

namespace Engage.Properties.Tests.Generated;

/// <summary>Semantics H: bad records end in the dead letters, and nobody else notices.</summary>
public sealed class Hostile
{
    private const int EventsPerLife = 14;

    private sealed record Bad(string Code, byte[] Key, byte[] Value);

    [Fact]
    public void Rule_H_bad_records_among_good_ones_end_in_the_dead_letters_once_and_change_nothing()
    {
        var (letters, executions) = (0, 0);
        var codes = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        Cases.Hold("hostile records", seed =>
        {
            var random = new Random(-seed);
            var sent = new List<string>();
            // The oracle is never told of them: what it expects is the life without them.
            using var life = new Life(seed, Feature.Everything & ~Feature.Backfill)
            {
                BeforeEach = pipeline =>
                {
                    for (var number = random.Next(4); number > 0; number--) sent.Add(Send(pipeline, Draw(random, pipeline.NowMicros)));
                    if (random.Next(8) == 0) pipeline.Materializer.FailNextCommit(Enum.GetValues<CommitFault>()[random.Next(Enum.GetValues<CommitFault>().Length)]);
                },
            };
            life.Live(EventsPerLife);
            Interlocked.Add(ref letters, sent.Count);
            Interlocked.Add(ref executions, life.Expected.Count);
            foreach (var code in sent.Select(letter => letter.Split(' ')[0])) codes.AddOrUpdate(code, 1, (_, count) => count + 1);

            return Cases.Difference(sent, LettersOf(life.Pipeline), life.Story) ?? Cases.Difference(life.Expected, life.Decided, life.Story);
        });

        Cases.Prove("bad records", letters, 10 * Cases.Count);
        Cases.Prove("executions between them", executions, Cases.Count / 4);
        Cases.Prove("kinds of them", codes.Count, 15);
    }

    private static string Send(Pipeline pipeline, Bad bad)
    {
        var offset = pipeline.Write(new Pipeline.Logged(pipeline.NowMicros, IsDefinition: false, bad.Key, bad.Value, Partition: 0));
        return $"{bad.Code} {offset} {bad.Value.Length} {Encoding.UTF8.GetString(bad.Key)}";
    }

    private static List<string> LettersOf(Pipeline pipeline)
    {
        var letters = new List<string>();
        foreach (var letter in pipeline.Materializer.Read(EngageTopics.DeadLetters))
        {
            Assert.EndsWith("player-events", letter.Headers[DeadLetterHeaders.Topic], StringComparison.Ordinal);
            Assert.Equal("0", letter.Headers[DeadLetterHeaders.Partition]);
            Assert.NotEmpty(letter.Headers[DeadLetterHeaders.Reason]);
            var bytes = letter.Headers.TryGetValue(DeadLetterHeaders.OriginalValueBytes, out var whole) ? whole : $"{letter.Value!.Length}";
            letters.Add($"{letter.Headers[DeadLetterHeaders.Code]} {letter.Headers[DeadLetterHeaders.Offset]} {bytes} {Encoding.UTF8.GetString(letter.Key!)}");
        }

        return letters;
    }

    private static Bad Draw(Random random, long nowMicros)
    {
        var good = new PlayerEvent
        {
            Source = "wallet",
            EventId = "bad-" + random.Next(1000),
            Type = random.Next(2) == 0 ? "casino.bet" : "player.updated",
            PlayerId = random.Next(2) == 0 ? "player-ada" : "player-ben",
            OccurredAtMicros = nowMicros - random.Next(1_000_000),
            Amount = 10,
            Currency = "EUR",
            Update = random.Next(2) == 0 ? new PlayerUpdate { AddTags = ["x"], Erase = random.Next(3) == 0 } : null,
        };
        return random.Next(4) == 0 ? Damaged(good, random) : Invalid(good, random);
    }

    /// <summary>Decodes, and breaks a rule of its own.</summary>
    private static Bad Invalid(PlayerEvent good, Random random)
    {
        (string Code, PlayerEvent Event) bad = random.Next(19) switch
        {
            0 => ("empty_id", good with { Source = "" }),
            1 => ("empty_id", good with { EventId = "" }),
            2 => ("empty_id", good with { Type = "" }),
            3 => ("empty_id", good with { PlayerId = "" }),
            4 => ("oversized_id", good with { PlayerId = new string('p', 1001) }),
            5 => ("negative_amount", good with { Amount = -0.00000001m }),
            6 => ("negative_amount", good with { Amounts = new Dictionary<string, decimal> { ["bonus"] = -random.Next(1, 100) } }),
            7 => ("invalid_currency", good with { Currency = new[] { "E", "", "EUR-EUR", "ELEVENCHARS", "€€" }[random.Next(5)] }),
            8 => ("invalid_currency", good with { ExchangeRate = 1, RateCurrency = "E" }),
            9 => ("invalid_rate", good with { ExchangeRate = -random.Next(2), RateCurrency = "EUR" }),
            10 => ("rate_without_currency", good with { ExchangeRate = 1.1m }),
            11 => ("reverses_itself", good with { Reverses = good.EventId }),
            12 => ("invalid_control", good with { Type = "engage.definitions" }),
            13 => ("invalid_control", good with { Type = "engage.run", Attributes = new Dictionary<string, AttributeValue> { ["run_id"] = AttributeValue.FromLong(1) } }),
            14 => ("invalid_control", good with { Type = "engage.scheduled", Attributes = new Dictionary<string, AttributeValue> { ["run_id"] = AttributeValue.FromString("r"), ["rule_id"] = AttributeValue.FromString("r1") } }),
            15 => ("invalid_control", good with { Type = "engage.unheard-of" }),
            16 => ("timestamp_out_of_range", good with { OccurredAtMicros = Micros(random.Next(2) == 0 ? 1999 : 1970) + random.Next(1_000_000) }),
            17 => ("timestamp_out_of_range", good with { OccurredAtMicros = random.Next(2) == 0 ? Micros(2101) : long.MaxValue }),
            _ => ("key_mismatch", good),
        };
        var key = bad.Code == "key_mismatch" ? "player-cleo" : bad.Event.PlayerId;
        return new Bad(bad.Code, Encoding.UTF8.GetBytes(key), Bytes(bad.Event));
    }

    /// <summary>Does not decode.</summary>
    private static Bad Damaged(PlayerEvent good, Random random)
    {
        var (key, value) = (Encoding.UTF8.GetBytes(good.PlayerId), Bytes(good));
        switch (random.Next(60))
        {
            case < 18: return new Bad("truncated", key, value[..random.Next(5, value.Length)]);
            case < 26: return new Bad("not_wire_format", key, value[..random.Next(5)]);
            case < 34: return new Bad("not_wire_format", key, [1, .. value[1..]]);
            case < 42: return new Bad("trailing_bytes", key, [.. value, .. new byte[random.Next(1, 9)]]);
            case < 57:
                value[value.AsSpan().IndexOf("wallet"u8) + random.Next(6)] = 0xFF;
                return new Bad("invalid_utf8", key, value);
            case 57: return new Bad("record_too_large", key, [.. value, .. new byte[1 << 20]]);
            case 58: return new Bad("text_too_long", key, Bytes(good with { Attributes = new Dictionary<string, AttributeValue> { ["note"] = AttributeValue.FromString(new string('n', (256 << 10) + 1)) } }));
            default: return new Bad("too_many_items", key, Items(value, good));
        }
    }

    /// <summary>A map of attributes that claims more entries than anything may hold.</summary>
    private static byte[] Items(byte[] value, PlayerEvent good)
    {
        var (without, with) = (Bytes(good with { Update = null }), Bytes(good with { Update = null, Attributes = new Dictionary<string, AttributeValue> { ["a"] = default } }));
        var at = without.AsSpan().CommonPrefixLength(with);
        return [.. with[..at], 0x82, 0x89, 0x7A, .. with[(at + 1)..]];
    }

    private static long Micros(int year) => new DateTimeOffset(year, 6, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;

    private static byte[] Bytes(PlayerEvent happened)
    {
        var output = new ArrayBufferWriter<byte>();
        EngageTopics.PlayerEvents.Wire.Write(happened, output);
        return output.WrittenSpan.ToArray();
    }
}
