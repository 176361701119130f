using System.Buffers;
using Engage.Avro.Binary;
using Engage.Avro.Schemas;
using Engage.Avro.Wire;
using Engage.Contracts;
using Engage.Streams;
using DecodeError = Engage.Avro.Binary.DecodeError;

namespace Engage.Topics.Tests;

public sealed class WireFormats
{
    private static readonly PlayerEvent Bet = new()
    {
        Source = "casino-wallet",
        EventId = "e1",
        Type = "casino.bet",
        PlayerId = "p1",
        OccurredAtMicros = 1_795_510_800_000_000,
        Amount = 12.50m,
        Currency = "EUR",
    };

    private static WireFormat<PlayerEvent, PlayerEventCodec> Format(int schemaId, IWriterSchemas? writers = null)
    {
        var format = new WireFormat<PlayerEvent, PlayerEventCodec>("player-events", fromOutside: true);
        format.Bind(schemaId, writers ?? UnboundWriterSchemas.Instance);
        return format;
    }

    private static byte[] Written(WireFormat<PlayerEvent, PlayerEventCodec> format)
    {
        var output = new ArrayBufferWriter<byte>();
        format.Write(Bet, output);
        return output.WrittenSpan.ToArray();
    }

    [Fact]
    public void A_value_begins_with_a_zero_byte_and_the_schema_id_and_reads_back()
    {
        var format = Format(schemaId: 0x01020304);

        var value = Written(format);

        Assert.Equal([0, 1, 2, 3, 4], value[..5]);
        Assert.Equal(Bet, format.Read(value));
    }

    [Theory]
    [InlineData(new byte[0], "not_wire_format")]
    [InlineData(new byte[] { 1, 0, 0, 0, 7, 0 }, "not_wire_format")]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 0 }, "unknown_schema")]
    [InlineData(new byte[] { 0, 0, 0, 0, 7, 0 }, "truncated")]
    public void A_value_that_cannot_be_read_says_why(byte[] value, string code) =>
        Assert.Equal(code, Assert.Throws<DecodeException>(() => Format(schemaId: 7).Read(value)).Error.Code);

    [Fact]
    public void The_same_schema_under_another_id_is_read_and_asked_for_once()
    {
        var writers = new ScriptedWriters(new WriterSchemaAnswer(WriterSchemaKind.Same));
        var value = Written(Format(schemaId: 3));
        var reader = Format(schemaId: 7, writers);

        Assert.Equal(Bet, reader.Read(value));
        Assert.Equal(Bet, reader.Read(value));
        Assert.Equal(1, writers.Asked);
    }

    [Fact]
    public void A_foreign_payload_is_translated_first()
    {
        var value = Written(Format(schemaId: 3));
        var reader = Format(schemaId: 7, new ScriptedWriters(new WriterSchemaAnswer(WriterSchemaKind.Translate, new Copying())));

        Assert.Equal(Bet, reader.Read(value));
    }

    [Fact]
    public void While_the_registry_is_away_a_foreign_value_waits_instead_of_being_rejected()
    {
        var writers = new ScriptedWriters(new WriterSchemaAnswer(WriterSchemaKind.Unreachable));
        var reader = Format(schemaId: 7, writers);
        var value = Written(Format(schemaId: 3));

        Assert.Equal(WireOutcome.Unavailable, reader.Open(value, new ArrayBufferWriter<byte>(), out _, out var error));
        Assert.Equal("registry_unreachable", error!.Code);
        reader.Open(value, new ArrayBufferWriter<byte>(), out _, out _);
        Assert.Equal(2, writers.Asked);
    }

    [Fact]
    public void Every_topic_with_a_schema_is_in_the_list_and_in_the_plan()
    {
        var planned = TopicPlan.All.Select(plan => plan.Name).ToHashSet();

        Assert.All(Topics.Schemas, schema => Assert.Contains(schema.TopicName, planned));
        Assert.Equal(planned.Count, TopicPlan.All.Count);
    }

    private sealed class ScriptedWriters(WriterSchemaAnswer answer) : IWriterSchemas
    {
        public int Asked { get; private set; }

        public WriterSchemaAnswer Ask(int schemaId, AvroSchema reader)
        {
            Asked++;
            return answer;
        }
    }

    private sealed class Copying : IPayloadTranslation
    {
        public DecodeError? Translate(ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
        {
            output.Write(payload);
            return null;
        }
    }
}
