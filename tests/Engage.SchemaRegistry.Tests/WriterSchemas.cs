using System.Buffers;
using Engage.Avro.Schemas;
using Engage.Avro.Wire;
using Engage.SchemaRegistry.Client;

namespace Engage.SchemaRegistry.Tests;

/// <summary>What a worker is told of a value with a schema id that is not its own.</summary>
public sealed class WriterSchemas : IDisposable
{
    private static readonly AvroSchema Reader = AvroSchema.Parse("""{"type":"record","name":"R","fields":[{"name":"a","type":"long"}]}""");

    private readonly ScriptedRegistry registry = new();
    private readonly ManualTime time = new();
    private readonly SchemaRegistryClient client;
    private readonly RegistryWriterSchemas writers;

    public WriterSchemas()
    {
        client = new(new() { Url = new Uri("http://127.0.0.1:1"), AttemptsMax = 1 }, time, registry);
        writers = new(client, time);
    }

    public void Dispose() => client.Dispose();

    [Fact]
    public void The_same_schema_under_another_id_needs_no_translation()
    {
        Knows("""{"type":"record","name":"R","doc":"other words","fields":[{"name":"a","type":"long","default":1}]}""");

        Assert.Equal(WriterSchemaKind.Same, writers.Ask(7, Reader).Kind);
    }

    [Fact]
    public void An_older_schema_is_translated_and_asked_for_once()
    {
        Knows("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""");

        var answer = writers.Ask(7, Reader);
        registry.Answer = _ => throw new HttpRequestException("down");
        var later = writers.Ask(7, Reader);

        Assert.Equal(WriterSchemaKind.Translate, answer.Kind);
        Assert.Equal(answer, later);
        var output = new ArrayBufferWriter<byte>();
        Assert.Null(answer.Translation!.Translate([0x02], output));
        Assert.Equal([0x02], output.WrittenSpan.ToArray());
    }

    [Fact]
    public void A_schema_that_does_not_resolve_makes_its_records_unreadable()
    {
        Knows("""{"type":"record","name":"R","fields":[{"name":"a","type":"string"}]}""");

        var answer = writers.Ask(7, Reader);

        Assert.Equal(WriterSchemaKind.Unreadable, answer.Kind);
        Assert.Contains("R.a: string cannot be read as long", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void While_the_registry_is_down_the_record_waits_and_is_read_afterwards()
    {
        registry.Answer = _ => throw new HttpRequestException("connection refused");
        Assert.Equal(WriterSchemaKind.Unreachable, writers.Ask(7, Reader).Kind);

        Knows("""{"type":"record","name":"R","fields":[{"name":"a","type":"long"}]}""");

        Assert.Equal(WriterSchemaKind.Same, writers.Ask(7, Reader).Kind);
    }

    [Fact]
    public void An_id_the_registry_does_not_know_yet_is_waited_for_a_moment_then_given_up()
    {
        registry.Answer = _ => (404, """{"error_code":40403,"message":"Schema not found"}""");

        Assert.Equal(WriterSchemaKind.Unreachable, writers.Ask(7, Reader).Kind);
        time.Advance(RegistryWriterSchemas.GraceFor);
        Assert.Equal(WriterSchemaKind.Unreadable, writers.Ask(7, Reader).Kind);
    }

    [Fact]
    public void An_id_that_a_replica_learns_within_the_moment_is_read()
    {
        registry.Answer = _ => (404, """{"error_code":40403,"message":"Schema not found"}""");
        Assert.Equal(WriterSchemaKind.Unreachable, writers.Ask(7, Reader).Kind);

        Knows("""{"type":"record","name":"R","fields":[{"name":"a","type":"long"}]}""");

        Assert.Equal(WriterSchemaKind.Same, writers.Ask(7, Reader).Kind);
    }

    [Fact]
    public void Made_up_ids_cannot_hold_a_partition_up_for_long_nor_flood_the_registry()
    {
        registry.Answer = _ => (404, """{"error_code":40403,"message":"Schema not found"}""");

        var waits = Enumerable.Range(1, 1_000).Count(id => writers.Ask(id, Reader).Kind == WriterSchemaKind.Unreachable);

        Assert.Equal(RegistryWriterSchemas.GracesPerMinuteMax, waits);
        Assert.Equal(RegistryWriterSchemas.LookupBurstMax, registry.Requests.Count);
    }

    private void Knows(string schema) => registry.Answer = _ => (200, System.Text.Json.JsonSerializer.Serialize(new { schema }));
}
