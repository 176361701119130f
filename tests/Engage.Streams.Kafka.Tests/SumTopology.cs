namespace Engage.Streams.Kafka.Tests;

/// <summary>numbers → running sum per key, kept in a store. Every duplicate, loss or reordering shows in the sums.</summary>
internal static class SumTopology
{
    public static readonly Topic<string, long> Numbers = new("numbers", Serdes.Utf8, Serdes.Int64);
    public static readonly Topic<string, long> Sums = new("sums", Serdes.Utf8, Serdes.Int64);
    public static readonly Topic<byte[], byte[]> DeadLetters = new("dead-letters", Serdes.Bytes, Serdes.Bytes);
    public static readonly Store<string, long> SumByKey = new("sum-by-key", 1, Serdes.Utf8, Serdes.Int64);

    public static Topology Build()
    {
        var topology = new TopologyBuilder("summer").AddStore(SumByKey);
        topology.Stream(Numbers)
            .Process("sum", task => new Sum(task.Open(SumByKey), task.Output(Sums)))
            .To(Sums)
            .DeadLettersTo(DeadLetters);
        return topology.Build();
    }

    private sealed class Sum(IKeyValueStore<string, long> sums, Output<string, long> output) : IProcessor
    {
        public ProcessResult Process(in InputRecord record)
        {
            var (key, number) = (record.KeyAs(Numbers), record.ValueAs(Numbers));
            sums.TryGet(key, out var sum);
            sums.Put(key, sum + number);
            output.Send(key, sum + number);
            return ProcessResult.Done;
        }
    }
}
