using System.Buffers.Binary;

using Engage.Avro.Schemas;
using Engage.Avro.Wire;
using Engage.Hosting.Tests.Configuration;
using Engage.Streams;

namespace Engage.Hosting.Tests.Processes;

/// <summary>A worker as a service writes one: counts the records of each key.</summary>
internal static class SampleWorker
{
    public const string Verb = "run-sample-worker";

    private static readonly Topic<byte[], byte[]> Events = new("sample-events", Serdes.Bytes, Serdes.Bytes);
    private static readonly Topic<byte[], byte[]> Totals = new("sample-totals", Serdes.Bytes, Serdes.Bytes);
    private static readonly Store Counts = new("counts", 1);

    public static Task<int> RunAsync(string[] args) => StreamsWorker
        .For<SampleOptions>("sample", args)
        .ValidateWith<SampleOptionsValidator>()
        .Schemas([new SampleSchema("sample-events"), new SampleSchema("somebody-elses")])
        .Topology(Build)
        .RunAsync();

    private static Topology Build(SampleOptions options)
    {
        var topology = new TopologyBuilder("sample").AddStore(Counts);
        topology.Stream(Events)
            .Process("count", task => new CountRecords(task.OpenBytes(Counts), task.Output(Totals)))
            .To(Totals);
        return topology.Build();
    }

    private sealed class CountRecords(IBytesStore counts, Output<byte[], byte[]> totals) : IProcessor
    {
        public ProcessResult Process(in InputRecord record)
        {
            long count = 1;
            using (var before = counts.Read(record.Key))
                if (before.IsFound) count += BinaryPrimitives.ReadInt64BigEndian(before.Bytes);

            Span<byte> value = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64BigEndian(value, count);
            counts.Put(record.Key, value);
            totals.SendRaw(record.Key, value);
            return ProcessResult.Done;
        }
    }

    private sealed class SampleSchema(string topicName) : ISchemaBound
    {
        public string TopicName { get; } = topicName;

        public AvroSchema Schema { get; } = AvroSchema.Parse("\"string\"");

        public void Bind(int schemaId, IWriterSchemas writers)
        {
        }
    }
}
