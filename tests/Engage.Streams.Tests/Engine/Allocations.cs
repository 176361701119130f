using Engage.Streams.Ports;
using Engage.Streams.Runtime;
using Engage.Streams.Testing;

namespace Engage.Streams.Tests.Engine;

/// <summary>33: what the engine allocates per record, clients left out of account: nothing but its share of a commit.</summary>
public sealed class Allocations
{
    private const int Records = 200_000;
    private const int RecordsPerCommit = 20_000;
    private const double BytesPerRecordMax = 4;

    private static readonly Topic<byte[], byte[]> In = new("in", Serdes.Bytes, Serdes.Bytes);
    private static readonly Topic<byte[], byte[]> Out = new("out", Serdes.Bytes, Serdes.Bytes);
    private static readonly Store Last = new("last", 1);

    [Fact]
    public void A_record_that_is_read_stored_and_passed_on_allocates_next_to_nothing() => Assert.InRange(BytesPerRecord(waste: false), 0, BytesPerRecordMax);

    [Fact]
    public void Control_33_one_small_array_per_record_is_noticed() => Assert.True(BytesPerRecord(waste: true) > BytesPerRecordMax);

    private static double BytesPerRecord(bool waste)
    {
        var time = new ManualTime(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var client = new EndlessClient();
        var topology = new TopologyBuilder("passer").AddStore(Last);
        topology.Stream(In).Process("pass", task => new Pass(task.OpenBytes(Last), task.Output(Out), waste)).To(Out);
        var options = new StreamsOptions { StateDirectory = "memory", TopicPrefix = string.Empty, RecordsMax = RecordsPerCommit };
        using var admin = client.CreateAdmin();
        using var restorer = new InlineRestorer(client);
        var services = new WorkerServices(client, admin, new InMemoryStateStores(), restorer, new RecordingEvents(), time, Failpoints.None, "a");
        using var loop = new WorkerLoop(WorkerPlan.Load(topology.Build(), options, admin), 0, services);

        Run(loop, time, Records / 4); // Arenas and tables grow to their size.
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(loop, time, Records);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Records;
    }

    private static void Run(WorkerLoop loop, ManualTime time, int records)
    {
        for (var end = loop.Counters.Records + records; loop.Counters.Records < end;)
        {
            loop.RunOnce();
            time.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    private sealed class Pass(IBytesStore last, Output<byte[], byte[]> output, bool waste) : IProcessor
    {
        public ProcessResult Process(in InputRecord record)
        {
            using (var former = last.Read(record.Key))
            {
                if (waste) GC.KeepAlive(record.Value.ToArray());
            }

            last.Put(record.Key, record.Value);
            output.SendRaw(record.Key, record.Value);
            return ProcessResult.Done;
        }
    }
}
