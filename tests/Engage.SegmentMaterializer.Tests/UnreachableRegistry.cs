using System.Buffers;
using System.Buffers.Binary;
using Engage.Avro.Schemas;
using Engage.Avro.Wire;
using Engage.Contracts;
using Engage.Streams;
using Engage.Streams.Testing;
using EngageTopics = Engage.Topics.Topics;

namespace Engage.SegmentMaterializer.Tests;

/// <summary>A fault of the surroundings is no fault of the record: what cannot be read for want of the registry waits in its place; what can never be read is set aside.</summary>
public sealed class UnreachableRegistry : IDisposable
{
    private const int ForeignSchema = 4_711;
    private const int UnknownSchema = 4_712;

    private static readonly Registry Answers = new();

    private readonly TopologyTestDriver driver = TopologyTestDriver.For(
        SegmentMaterializerTopology.Build(new SegmentMaterializerOptions { DigestSecret = "sixteen characters" }), new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));

    public UnreachableRegistry()
    {
        Answers.IsReachable = false;
        EngageTopics.PlayerEvents.Wire.Bind(schemaId: 0, Answers); // Asked for these two ids only, so that tests beside this one do not notice.
    }

    public void Dispose() => driver.Dispose();

    [Fact]
    public void Rule_H_a_record_whose_schema_cannot_be_asked_for_waits_and_is_taken_when_the_registry_is_back()
    {
        Send("1", ForeignSchema);
        driver.Advance(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(10));
        Assert.Equal((0, 0), (Taken(), DeadLetters().Count));

        driver.CrashAndRestart(); // It was not committed as taken.
        Assert.Equal((0, 0), (Taken(), DeadLetters().Count));

        Answers.IsReachable = true;
        driver.Advance(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        Assert.Equal((1, 0), (Taken(), DeadLetters().Count));
    }

    [Fact]
    public void Rule_H_a_record_whose_schema_the_registry_does_not_know_is_set_aside_and_its_neighbours_go_on()
    {
        Answers.IsReachable = true;

        Send("1", UnknownSchema);
        Send("2", schemaId: 0);

        Assert.Equal(["unknown_schema"], DeadLetters());
        Assert.Equal(1, Taken());
    }

    private int Taken() => driver.Read(EngageTopics.EnrichedEvents).Count;

    private List<string> DeadLetters() => [.. driver.Read(EngageTopics.DeadLetters).Select(letter => letter.Headers[DeadLetterHeaders.Code])];

    private void Send(string id, int schemaId)
    {
        var bytes = new ArrayBufferWriter<byte>();
        EngageTopics.PlayerEvents.Wire.Write(new PlayerEvent { Source = "wallet", EventId = id, Type = "casino.bet", PlayerId = "ada", OccurredAtMicros = driver.Time.NowMicros }, bytes);
        var value = bytes.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(value.AsSpan(1), schemaId); // The writer's: behind the magic byte.
        driver.PipeRaw(EngageTopics.PlayerEvents, "ada"u8.ToArray(), value);
    }

    private sealed class Registry : IWriterSchemas
    {
        public bool IsReachable { get; set; }

        public WriterSchemaAnswer Ask(int schemaId, AvroSchema reader) => schemaId switch
        {
            _ when !IsReachable => new WriterSchemaAnswer(WriterSchemaKind.Unreachable, Reason: "connection refused"),
            ForeignSchema => new WriterSchemaAnswer(WriterSchemaKind.Same),
            _ => new WriterSchemaAnswer(WriterSchemaKind.Unreadable, Reason: $"schema id {schemaId} is not in the registry"),
        };
    }
}
