using System.Buffers;
using Engage.Accumulator.Domain;
using Engage.Contracts;
using Engage.Rules.Compilation;
using Engage.Rules.Documents;
using Engage.Rules.Identity;
using Engage.Streams;
using Engage.Topics;
using static Engage.Accumulator.Tests.AccumulatorScenario;

namespace Engage.Accumulator.Tests;

public sealed class HotPathTests
{
    [Fact]
    public void A_firing_that_executes_nothing_allocates_nothing()
    {
        var store = new OneRowStore();
        var player = new PlayerProgress(store, new OneRowStore(), new LifetimeBits(new OneRowStore(), new KeyedDigests("a secret of the tests"u8)));
        var decide = new DecideRules(new Quarantine(new OneRowStore()), horizonMicros: 1);
        var definitions = Define("first").With(Record("second", 1)).With(Record("third", 2));
        var bytes = Firing(["first", "second", "third"]);
        for (var i = 0; i < 100; i++) Take();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) Take();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotEqual(0, store.ValueBytes);

        void Take()
        {
            Assert.True(RuleFiringView.TryParse(bytes.AsSpan(5), out var rules, out _));
            Assert.True(EnrichedEventView.TryParse(rules.Enriched[5..], out var enriched, out _));
            Assert.True(PlayerEventView.TryParse(enriched.Event[5..], out var happened, out _));
            player.Load("ada"u8);
            Assert.True(Rules.Accumulation.CurrencyCode.TryParse(enriched.Currency.Value, out var currency));
            var firing = new Firing { Player = "ada"u8, Enriched = enriched, Event = happened, Currency = currency, Flags = EnrichedFlags.None };
            if (decide.Decide(firing, rules, definitions, player) is not null) Assert.Fail("The step is far away.");
            player.Save();
        }
    }

    private static DefinitionSet Define(string rule) => DefinitionSet.Empty.With(Record(rule, 0));

    private static DefinitionRecord Record(string rule, long offset) => new(offset, "rule", rule, 1, "active", null, CanonicalJson.Write(CanonicalJson.Parse(
        $$$"""{"kind":"rule","id":"{{{rule}}}","trigger":{"event":"casino.bet"},"accumulate":{"field":"amount","every":{"EUR":1000000}},"actions":[{"give_points":{"points":1}}]}""")));

    private static byte[] Firing(string[] rules)
    {
        var enriched = new EnrichedEvent { Position = 1, JudgedAtMicros = At("09:00"), IngestedAtMicros = At("09:00"), DefinitionsOffset = 2, Currency = "EUR", Event = Bytes(Topics.Topics.PlayerEvents.Wire, Event(0.01m, "bet-1")) };
        return Bytes(Topics.Topics.RuleFirings.Wire, new RuleFiring
        {
            Rules = [.. rules.Select(rule => new MatchedRule { RuleId = rule, RuleVersion = 1, Roles = Trigger })],
            Enriched = Bytes(Topics.Topics.EnrichedEvents.Wire, enriched),
        });
    }

    private static byte[] Bytes<T>(ISerde<T> wire, T value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        wire.Write(value, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>A store of at most one row, so that what is measured is the decision and not the store.</summary>
    private sealed class OneRowStore : IBytesStore
    {
        private readonly byte[] value = new byte[4096];

        public int ValueBytes { get; private set; }

        public BorrowedValue Read(scoped ReadOnlySpan<byte> key) => ValueBytes == 0 ? BorrowedValue.Missing : new BorrowedValue(value.AsSpan(0, ValueBytes));

        public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            value.CopyTo(this.value);
            ValueBytes = value.Length;
        }

        public void Delete(ReadOnlySpan<byte> key) => ValueBytes = 0;

        public IStoreCursor Scan(ReadOnlySpan<byte> prefix) => new Nothing();

        public IStoreCursor Range(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to) => new Nothing();

        private sealed class Nothing : IStoreCursor
        {
            public ReadOnlySpan<byte> Key => [];

            public ReadOnlySpan<byte> Value => [];

            public bool MoveNext() => false;

            public void Dispose()
            {
            }
        }
    }
}
