using System.Buffers.Binary;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Tests.Wire;

/// <summary>W1 and W4: ApiVersions in every version, frames nobody understands, order of answers.</summary>
public sealed class FramingTests : IAsyncLifetime
{
    private EmbeddedBroker broker = null!;

    public async ValueTask InitializeAsync() => broker = await EmbeddedBroker.StartAsync();

    public ValueTask DisposeAsync() => broker.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Every_version_of_ApiVersions_lists_the_same_ranges(short version)
    {
        using var client = await RawClient.ConnectAsync(broker);

        var answer = await client.AskAsync(ApiKey.ApiVersions, version, writer =>
        {
            if (version < 3) return;

            writer.WriteString("test");
            writer.WriteString("1.0");
            writer.WriteTags();
        });

        Assert.Equal(ApiVersionTable.All.ToArray().Select(range => (range.Api, range.Min, range.Max)), ReadRanges(answer, version));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(99)]
    public async Task An_unknown_version_of_ApiVersions_gets_the_oldest_layout_with_the_way_down(short version)
    {
        using var client = await RawClient.ConnectAsync(broker);
        var correlationId = await client.SendAsync(ApiKey.ApiVersions, version, writer => writer.WriteString("anything"));

        var answer = await client.ReceiveAsync(ApiKey.ApiVersions, 0);

        byte[] expected = [0, 35, 0, 0, 0, 1, 0, 18, 0, 0, 0, 4];
        Assert.Equal(correlationId, answer.CorrelationId);
        Assert.Equal(expected, answer.Frame[4..]);
        Assert.Equal(expected.Length, (await client.AskAsync(ApiKey.ApiVersions, version, writer => writer.WriteString("again"))).Frame.Length - 4); // The connection lives on.
    }

    [Theory]
    [InlineData((short)ApiKey.Metadata, 9)]
    [InlineData((short)ApiKey.Metadata, 3)]
    [InlineData((short)ApiKey.Produce, 0)]
    [InlineData(77, 0)]
    [InlineData(-5, 0)]
    public async Task A_request_that_is_not_served_closes_the_connection(short api, short version)
    {
        using var client = await RawClient.ConnectAsync(broker);
        await client.SendAsync((ApiKey)api, version);

        Assert.True(await client.IsClosedByBrokerAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(-1)]
    [InlineData((100 * 1024 * 1024) + 1)]
    public async Task A_frame_length_out_of_range_closes_the_connection(int length)
    {
        using var client = await RawClient.ConnectAsync(broker);
        var prefix = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(prefix, length);
        await client.SendBytesAsync(prefix);

        Assert.True(await client.IsClosedByBrokerAsync());
    }

    [Fact]
    public async Task A_body_that_ends_early_closes_the_connection_and_hurts_nobody_else()
    {
        using var broken = await RawClient.ConnectAsync(broker);
        using var other = await RawClient.ConnectAsync(broker);
        await broken.SendAsync(ApiKey.Metadata, 4, writer => writer.WriteInt32(1));

        Assert.True(await broken.IsClosedByBrokerAsync());
        Assert.NotNull(await other.AskAsync(ApiKey.Metadata, 4, Requests.Metadata(create: false)));
    }

    [Fact]
    public async Task A_frame_that_arrives_byte_by_byte_is_understood()
    {
        using var client = await RawClient.ConnectAsync(broker);
        foreach (var single in RawClient.Frame(ApiKey.ApiVersions, 0, 5)) await client.SendBytesAsync([single]);

        Assert.Equal(5, (await client.ReceiveAsync(ApiKey.ApiVersions, 0)).CorrelationId);
    }

    [Fact]
    public async Task Fifty_pipelined_requests_around_a_parked_fetch_are_answered_in_order()
    {
        using var client = await RawClient.ConnectAsync(broker);
        await client.AskAsync(ApiKey.Metadata, 4, Requests.Metadata(create: true, "t"));
        var expected = new List<(int Id, ApiKey Api, short Version)>();
        var frames = new List<byte>();
        for (var id = 1; id <= 50; id++)
        {
            var (api, version, body) = id == 10 ? (ApiKey.Fetch, (short)11, Requests.Fetch("t", 0, maxWaitMs: 300)) : (ApiKey.Metadata, (short)4, Requests.Metadata(create: false, "t"));
            frames.AddRange(RawClient.Frame(api, version, id, body));
            expected.Add((id, api, version));
        }

        await client.SendBytesAsync([.. frames]);

        foreach (var (id, api, version) in expected) Assert.Equal(id, (await client.ReceiveAsync(api, version)).CorrelationId);
    }

    [Fact]
    public async Task Metadata_tells_all_none_and_unknown_apart()
    {
        using var client = await RawClient.ConnectAsync(broker);
        await client.AskAsync(ApiKey.Metadata, 4, Requests.Metadata(create: true, "a", "b"));

        Assert.Equal([("a", 0), ("b", 0)], ReadTopics(await client.AskAsync(ApiKey.Metadata, 4, writer => { writer.WriteArrayCount(-1); writer.WriteBool(true); })));
        Assert.Empty(ReadTopics(await client.AskAsync(ApiKey.Metadata, 4, Requests.Metadata(create: false))));
        Assert.Equal([("c", 3)], ReadTopics(await client.AskAsync(ApiKey.Metadata, 4, Requests.Metadata(create: false, "c"))));
        Assert.Equal([("not allowed", 17)], ReadTopics(await client.AskAsync(ApiKey.Metadata, 4, Requests.Metadata(create: true, "not allowed"))));
    }

    [Fact]
    public async Task A_client_configured_for_SASL_is_told_that_this_is_the_wrong_port()
    {
        using var client = await RawClient.ConnectAsync(broker);

        var answer = await client.AskAsync(ApiKey.SaslHandshake, 1, writer => writer.WriteString("PLAIN"));

        Assert.Equal([0, 34, 0, 0, 0, 0], answer.Frame[4..]);
    }

    [Fact]
    public async Task The_request_log_tells_who_asked_what_and_which_errors_it_got()
    {
        using var client = await RawClient.ConnectAsync(broker);
        await client.AskAsync(ApiKey.Metadata, 4, Requests.Metadata(create: false, "none"));

        var logged = broker.Requests.Single();
        Assert.Equal(("raw", ApiKey.Metadata, (short)4), (logged.ClientId, logged.Api, logged.Version));
        Assert.Equal([ErrorCode.UnknownTopicOrPartition], logged.Errors);
    }

    private static List<(ApiKey, short, short)> ReadRanges(RawAnswer answer, short version)
    {
        var reader = answer.Read();
        Assert.Equal(0, reader.ReadInt16());
        var ranges = new List<(ApiKey, short, short)>();
        for (var remaining = reader.ReadArrayCount(); remaining > 0; remaining--)
        {
            ranges.Add(((ApiKey)reader.ReadInt16(), reader.ReadInt16(), reader.ReadInt16()));
            reader.SkipTags();
        }

        if (version >= 1) Assert.Equal(0, reader.ReadInt32());
        reader.SkipTags();
        Assert.Equal(0, reader.Remaining);
        return ranges;
    }

    private static List<(string, int)> ReadTopics(RawAnswer answer)
    {
        var reader = answer.Read();
        reader.ReadInt32();
        Assert.Equal(1, reader.ReadArrayCount());
        Assert.Equal(1, reader.ReadInt32());
        Assert.Equal("127.0.0.1", reader.ReadString());
        reader.ReadInt32();
        Assert.Null(reader.ReadNullableString());
        Assert.NotEmpty(reader.ReadString());
        Assert.Equal(1, reader.ReadInt32());

        var topics = new List<(string, int)>();
        for (var remaining = reader.ReadArrayCount(); remaining > 0; remaining--)
        {
            var error = reader.ReadInt16();
            topics.Add((reader.ReadString(), error));
            reader.ReadBool();
            for (var partitions = reader.ReadArrayCount(); partitions > 0; partitions--)
            {
                reader.ReadInt16();
                reader.ReadInt32();
                reader.ReadInt32();
                Assert.Equal((1, 1), (reader.ReadArrayCount(), reader.ReadInt32()));
                Assert.Equal((1, 1), (reader.ReadArrayCount(), reader.ReadInt32()));
            }
        }

        Assert.Equal(0, reader.Remaining);
        return topics;
    }
}
