using System.Text;
using Confluent.Kafka;
using Engage.LocalBroker.Faults;
using Engage.LocalBroker.Protocol;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Engage.LocalBroker.Conformance.Tests.Produce;

/// <summary>P1, P2, P4: what is produced is what is read, once, in order.</summary>
public sealed class ProduceTests
{
    [Theory]
    [InlineData(CompressionType.None)]
    [InlineData(CompressionType.Gzip)]
    [InlineData(CompressionType.Snappy)]
    [InlineData(CompressionType.Lz4)]
    [InlineData(CompressionType.Zstd)]
    public async Task Records_come_back_byte_for_byte_in_every_codec(CompressionType codec)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        string?[] values = ["", null, "x", new string('y', 1000), string.Concat(Enumerable.Range(0, 100_000).Select(number => number.ToString("x", null)))];
        using (var producer = fixture.Producer(config => config.CompressionType = codec).Build())
        {
            foreach (var value in values)
            {
                foreach (var key in new[] { null, "", "key" })
                    await producer.ProduceAsync("records", new Message<string?, string?> { Key = key, Value = value, Headers = [new Header("h", [1, 2]), new Header("empty", null)] }, TestContext.Current.CancellationToken);
            }
        }

        var read = fixture.ReadAll("records");
        Assert.Equal(values.SelectMany(value => new[] { value, value, value }), read.Select(record => record.Message.Value));
        Assert.Equal(values.SelectMany(_ => new[] { null, "", "key" }), read.Select(record => record.Message.Key));
        Assert.All(read, record => Assert.Equal([1, 2], record.Message.Headers.GetLastBytes("h")));
        Assert.Equal(Enumerable.Range(0, read.Count), read.Select(record => (int)record.Offset.Value));
    }

    [Fact]
    public async Task A_lost_answer_makes_neither_duplicate_nor_gap_with_five_requests_in_flight()
    {
        const int count = 2000;
        await using var fixture = await BrokerFixture.StartAsync();
        await fixture.CreateTopicAsync("numbers");
        using var fault = fixture.Broker.Faults.Inject(new FaultRule { Api = ApiKey.Produce, Topic = "numbers", Stage = FaultStage.BeforeAnswer, Skip = 2, Count = 3, Action = new FaultAction.Drop() });
        using (var producer = fixture.Producer(config => { config.BatchNumMessages = 20; config.RetryBackoffMs = 10; config.ReconnectBackoffMs = 10; config.ReconnectBackoffMaxMs = 50; }).Build())
        {
            var sent = Enumerable.Range(0, count).Select(number => producer.ProduceAsync("numbers", new Message<string?, string?> { Value = number.ToString("D4", null) }, TestContext.Current.CancellationToken)).ToArray();
            await Task.WhenAll(sent).WaitAsync(BrokerFixture.Limit, TestContext.Current.CancellationToken);
        }

        Assert.Equal(3, fault.Hits);
        Assert.Equal(Enumerable.Range(0, count).Select(number => number.ToString("D4", null)), fixture.Values("numbers"));
    }

    [Theory]
    [InlineData("max.message.bytes", "500", ErrorCode.MsgSizeTooLarge)]
    [InlineData("cleanup.policy", "compact", ErrorCode.InvalidRecord)]
    public async Task A_record_the_topic_does_not_allow_is_refused(string config, string value, ErrorCode expected)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await fixture.CreateTopicAsync("strict", 1, (config, value));
        using var producer = fixture.Producer().Build();

        var refused = await Assert.ThrowsAsync<ProduceException<string?, string?>>(() => producer.ProduceAsync("strict", new Message<string?, string?> { Value = new string('x', 1000) }, TestContext.Current.CancellationToken));

        Assert.Equal(expected, refused.Error.Code);
        Assert.Empty(fixture.Values("strict"));
    }

    [Fact]
    public async Task A_timestamp_from_the_future_is_refused()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var producer = fixture.Producer().Build();
        var tomorrow = new Timestamp(TimeProvider.System.GetUtcNow().AddDays(1));

        var refused = await Assert.ThrowsAsync<ProduceException<string?, string?>>(() => producer.ProduceAsync("times", new Message<string?, string?> { Value = "x", Timestamp = tomorrow }, TestContext.Current.CancellationToken));

        Assert.Equal(ErrorCode.InvalidTimestamp, refused.Error.Code);
    }

    [Theory]
    [InlineData(CompressionType.None)]
    [InlineData(CompressionType.Lz4)]
    public async Task With_log_append_time_consumers_see_the_brokers_clock(CompressionType codec)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await fixture.CreateTopicAsync("arrivals", 1, ("message.timestamp.type", "LogAppendTime"));
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        using var producer = fixture.Producer(config => config.CompressionType = codec).Build();
        await producer.ProduceAsync("arrivals", new Message<string?, string?> { Value = "x", Timestamp = new Timestamp(before - 86_400_000, TimestampType.CreateTime) }, TestContext.Current.CancellationToken);

        var timestamp = fixture.ReadAll("arrivals").Single().Message.Timestamp;

        Assert.Equal(TimestampType.LogAppendTime, timestamp.Type);
        Assert.InRange(timestamp.UnixTimestampMs, before, before + 60_000);
    }

    [Theory]
    [InlineData(CompressionType.Gzip)]
    [InlineData(CompressionType.Snappy)]
    [InlineData(CompressionType.Lz4)]
    public async Task A_compacted_topic_looks_for_keys_inside_compressed_batches(CompressionType codec)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await fixture.CreateTopicAsync("keyed", 1, ("cleanup.policy", "compact"));
        using var producer = fixture.Producer(config => config.CompressionType = codec).Build();
        var padding = string.Concat(Enumerable.Repeat("compressible ", 500));

        await producer.ProduceAsync("keyed", new Message<string?, string?> { Key = "k", Value = padding }, TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<ProduceException<string?, string?>>(() => producer.ProduceAsync("keyed", new Message<string?, string?> { Value = padding }, TestContext.Current.CancellationToken));

        Assert.Equal(ErrorCode.InvalidRecord, refused.Error.Code);
    }

    [Fact]
    public async Task Without_acknowledgement_records_arrive_all_the_same()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await fixture.CreateTopicAsync("fire-and-forget");
        using (var producer = fixture.Producer(config => { config.EnableIdempotence = false; config.Acks = Acks.None; }).Build())
        {
            for (var number = 0; number < 100; number++) producer.Produce("fire-and-forget", new Message<string?, string?> { Value = "x" });
            producer.Flush(BrokerFixture.Limit);
        }

        using var consumer = fixture.Consumer("g", config => config.EnablePartitionEof = false);
        consumer.Assign(new TopicPartitionOffset("fire-and-forget", 0, Offset.Beginning));
        for (var number = 0; number < 100; number++) Assert.NotNull(consumer.Consume(BrokerFixture.Limit));
    }

    [Fact]
    public async Task A_megabyte_record_passes_where_the_topic_allows_it()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await fixture.CreateTopicAsync("large", 1, ("max.message.bytes", "2000000"));
        using var producer = fixture.Producer(config => config.MessageMaxBytes = 2_000_000).Build();
        var value = new string('z', 1024 * 1024);

        await producer.ProduceAsync("large", new Message<string?, string?> { Value = value }, TestContext.Current.CancellationToken);

        Assert.Equal(value, fixture.Values("large").Single());
        Assert.Equal(1024 * 1024, Encoding.UTF8.GetByteCount(value));
    }
}
