using System.Buffers;
using Engage.Avro.Compatibility;
using Engage.Avro.Resolution;
using Engage.Avro.Schemas;

namespace Engage.Topics.Tests;

/// <summary>The three public schemas against those of the first release, kept beside this file: producers and consumers of any age must get along.</summary>
public sealed class PublicContract
{
    public static TheoryData<string> Records => ["player-event", "execution", "action-result"];

    /// <summary>PlayerEvents.Sparse as the first release writes it.</summary>
    private const string SparseBytes = "0273026502740270" + "80908285d8e3b006" + "0000000000000000000000";

    [Theory, MemberData(nameof(Records))]
    public void What_the_first_release_wrote_is_read_by_this_one_with_the_same_meaning(string record)
    {
        Assert.Empty(SchemaCompatibility.Check(reader: Current(record), writer: First(record)));
        Assert.True(PayloadTranslation.TryCreate(First(record), Current(record), out _, out var reason), reason);
    }

    [Theory]
    [InlineData("execution")]
    [InlineData("action-result")]
    public void What_this_release_writes_is_read_by_consumers_of_the_first(string record)
    {
        Assert.Empty(SchemaCompatibility.Check(reader: First(record), writer: Current(record)));
        Assert.True(PayloadTranslation.TryCreate(Current(record), First(record), out _, out var reason), reason);
    }

    [Fact]
    public void An_event_in_the_bytes_of_the_first_release_is_the_event_that_was_meant()
    {
        var output = new ArrayBufferWriter<byte>();

        var error = PayloadTranslation.Create(First("player-event"), Current("player-event")).Translate(Convert.FromHexString(SparseBytes), output);

        Assert.Null(error);
        Assert.True(PlayerEventCodec.TryRead(output.WrittenSpan, out var read, out var refusal), refusal?.ToString());
        Assert.Equal(PlayerEvents.Sparse, read);
    }

    private static AvroSchema Current(string record) => record switch
    {
        "player-event" => PlayerEventCodec.Schema,
        "execution" => ExecutionCodec.Schema,
        _ => ActionResultCodec.Schema,
    };

    private static AvroSchema First(string record) => AvroSchema.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "FirstRelease", record + ".avsc")));
}
