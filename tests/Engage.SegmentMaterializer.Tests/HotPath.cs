using System.Buffers;
using System.Text;
using Engage.Contracts;
using Engage.Streams;
using Engage.Streams.Testing;
using Engage.Topics;
using EngageTopics = Engage.Topics.Topics;

namespace Engage.SegmentMaterializer.Tests;

/// <summary>What an accepted event allocates in the worker's own code, as the engine runs it.</summary>
public sealed class HotPath
{
    private const int Players = 2;
    private const int Batches = 16;
    private const int EventsPerBatch = 250;

    /// <summary>The digests that are kept at hand grow now and then, and what has grown stays; nothing else does.</summary>
    private const double BytesPerEventMax = 48;

    [Fact]
    public void A_bet_that_is_accepted_counted_and_judged_allocates_next_to_nothing() => Assert.InRange(BytesPerEvent(waste: false), 0, BytesPerEventMax);

    [Fact]
    public void Control_one_entry_per_event_as_an_object_is_noticed() => Assert.True(BytesPerEvent(waste: true) > BytesPerEventMax);

    private static double BytesPerEvent(bool waste)
    {
        var meter = new Meter { Waste = waste };
        using var driver = TopologyTestDriver.For(Topology(meter), new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero));
        driver.Pipe(EngageTopics.Definitions, "segment/busy/1", new Definition
        {
            Kind = "segment",
            Id = "busy",
            Version = 1,
            Status = "active",
            Body = """{"id":"busy","kind":"segment","where":{"all":[{"count":{"event":"casino.bet","within":"24h","gte":3}},{"sum":{"event":"casino.bet","field":"amount","gte":{"EUR":5}}}]}}""",
        });
        driver.Pipe(EngageTopics.PlayerEvents, "", ControlEvents.DefinitionsInForce(offset: 0, previous: -1, driver.Time.NowMicros));

        for (var batch = 0; batch < Batches; batch++) Send(driver, batch * EventsPerBatch); // Buffers grow to their size.
        meter.Allocated = 0;
        for (var batch = Batches; batch < (2 * Batches) - 1; batch++) Send(driver, batch * EventsPerBatch);
        Assert.Equal(((2 * Batches) - 1) * EventsPerBatch, meter.Accepted);
        return meter.Allocated / (double)((Batches - 1) * EventsPerBatch);
    }

    private static void Send(TopologyTestDriver driver, int from)
    {
        for (var number = from; number < from + EventsPerBatch; number++)
        {
            var bytes = new ArrayBufferWriter<byte>();
            EngageTopics.PlayerEvents.Wire.Write(
                new PlayerEvent { Source = "wallet", EventId = $"e{number}", Type = "casino.bet", PlayerId = $"player-{number % Players}", OccurredAtMicros = driver.Time.NowMicros, Amount = 12.5m, Currency = "EUR" }, bytes);
            driver.Write(EngageTopics.PlayerEvents, Encoding.UTF8.GetBytes($"player-{number % Players}"), bytes.WrittenSpan.ToArray());
        }

        driver.Run();
    }

    /// <summary>The worker's topology, its processor being watched.</summary>
    private static Topology Topology(Meter meter)
    {
        var topology = new TopologyBuilder("segment-materializer").AddStore(Stores.Players).AddStore(Stores.Chunks).AddStore(Stores.Partition).AddStore(Stores.Erased);
        var definitions = topology.GlobalTable(EngageTopics.Definitions, new DefinitionLog.Fold());
        topology.Stream(EngageTopics.PlayerEvents)
            .Process("materialize players", task =>
            {
                meter.Inner = new MaterializePlayers(task, definitions, new SegmentMaterializerOptions { DigestSecret = "sixteen characters" });
                return meter;
            })
            .To(EngageTopics.EnrichedEvents, EngageTopics.SegmentChanges, EngageTopics.PlayerProfiles, EngageTopics.AudienceMembers)
            .DeadLettersTo(EngageTopics.DeadLetters);
        return topology.Build();
    }

    private sealed class Meter : IProcessor
    {
        public IProcessor? Inner { get; set; }

        public bool Waste { get; init; }

        public long Allocated { get; set; }

        public int Accepted { get; private set; }

        public ProcessResult Process(in InputRecord record)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = Inner!.Process(record);
            if (Waste) GC.KeepAlive(new long[16]);
            Allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            if (!record.Key.IsEmpty) Accepted++;
            return result;
        }
    }
}
