using System.Diagnostics;
using Confluent.Kafka;

namespace Engage.LocalBroker.Conformance.Tests.Fetch;

/// <summary>F1-F3: waiting, limits, progress, offsets by time.</summary>
public sealed class FetchTests
{
    [Fact]
    public async Task A_parked_fetch_is_answered_by_the_next_record_and_not_by_its_deadline()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        await fixture.CreateTopicAsync("news");
        using var producer = fixture.Producer().Build();
        using var consumer = fixture.Consumer("g", config => config.FetchWaitMaxMs = 15_000);
        consumer.Assign(new TopicPartitionOffset("news", 0, Offset.Beginning));
        Assert.True(consumer.Consume(BrokerFixture.Limit).IsPartitionEOF);

        await producer.ProduceAsync("news", new Message<string?, string?> { Value = "x" }, TestContext.Current.CancellationToken);
        var waited = Stopwatch.StartNew();

        Assert.Equal("x", consumer.Consume(BrokerFixture.Limit).Message.Value);
        Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_batch_larger_than_every_limit_still_comes()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var producer = fixture.Producer().Build();
        var large = new string('x', 500_000);
        await producer.ProduceAsync("large", new Message<string?, string?> { Value = large }, TestContext.Current.CancellationToken);
        using var consumer = fixture.Consumer("g", config => { config.MaxPartitionFetchBytes = 1000; config.FetchMaxBytes = 1000; config.MessageMaxBytes = 1000; });
        consumer.Assign(new TopicPartitionOffset("large", 0, Offset.Beginning));

        Assert.Equal(large, consumer.Consume(BrokerFixture.Limit).Message.Value);
    }

    [Fact]
    public async Task No_partition_of_many_starves_under_a_small_limit()
    {
        const int partitions = 200;
        await using var fixture = await BrokerFixture.StartAsync();
        await fixture.CreateTopicAsync("wide", partitions);
        using (var producer = fixture.Producer().Build())
        {
            for (var partition = 0; partition < partitions; partition++)
                for (var number = 0; number < 3; number++) producer.Produce(new TopicPartition("wide", partition), new Message<string?, string?> { Value = new string('x', 1000) });
            producer.Flush(BrokerFixture.Limit);
        }

        using var consumer = fixture.Consumer("g", config => { config.FetchMaxBytes = 20_000; config.MessageMaxBytes = 10_000; config.EnablePartitionEof = false; });
        consumer.Assign(Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset("wide", partition, Offset.Beginning)));
        var seen = new int[partitions];
        for (var count = 0; count < 3 * partitions; count++) seen[consumer.Consume(BrokerFixture.Limit).Partition]++;

        Assert.All(seen, count => Assert.Equal(3, count));
    }

    [Theory]
    [InlineData(AutoOffsetReset.Earliest)]
    [InlineData(AutoOffsetReset.Latest)]
    [InlineData(AutoOffsetReset.Error)]
    public async Task An_offset_outside_the_log_resets_or_fails_as_the_consumer_wishes(AutoOffsetReset reset)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var producer = fixture.Producer().Build();
        for (var number = 0; number < 3; number++) await producer.ProduceAsync("short", new Message<string?, string?> { Value = $"{number}" }, TestContext.Current.CancellationToken);
        using var consumer = fixture.Consumer("g", config => config.AutoOffsetReset = reset);
        consumer.Assign(new TopicPartitionOffset("short", 0, 999));

        switch (reset)
        {
            case AutoOffsetReset.Earliest:
                Assert.Equal(0, consumer.Consume(BrokerFixture.Limit).Offset.Value);
                break;
            case AutoOffsetReset.Latest:
                Assert.True(consumer.Consume(BrokerFixture.Limit).IsPartitionEOF);
                break;
            default:
                var failure = Assert.Throws<ConsumeException>(() => consumer.Consume(BrokerFixture.Limit));
                Assert.Equal(ErrorCode.Local_AutoOffsetReset, failure.Error.Code);
                break;
        }
    }

    [Theory]
    [InlineData(CompressionType.None)]
    [InlineData(CompressionType.Gzip)]
    [InlineData(CompressionType.Snappy)]
    [InlineData(CompressionType.Lz4)]
    public async Task Offsets_are_found_by_time_inside_compressed_batches(CompressionType codec)
    {
        var start = TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeMilliseconds();
        await using var fixture = await BrokerFixture.StartAsync();
        await fixture.CreateTopicAsync("timed");
        using (var producer = fixture.Producer(config => { config.CompressionType = codec; config.LingerMs = 100; }).Build())
        {
            for (var second = 0; second < 100; second++)
                producer.Produce("timed", new Message<string?, string?> { Value = new string('x', 100), Timestamp = new Timestamp(start + (second * 1000), TimestampType.CreateTime) });
            producer.Flush(BrokerFixture.Limit);
        }

        using var consumer = fixture.Consumer("g");

        Assert.Equal(0, Find(start - 1));
        Assert.Equal(42, Find(start + 42_000));
        Assert.Equal(43, Find(start + 42_001));
        Assert.Equal(Offset.End.Value, Find(start + 99_001));

        long Find(long timestamp) => consumer.OffsetsForTimes([new TopicPartitionTimestamp("timed", 0, new Timestamp(timestamp, TimestampType.CreateTime))], BrokerFixture.Limit).Single().Offset.Value;
    }

    [Fact]
    public async Task The_ends_of_a_log_differ_by_isolation_while_a_transaction_is_open()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var plain = fixture.Producer().Build();
        await plain.ProduceAsync("ends", new Message<string?, string?> { Value = "before" }, TestContext.Current.CancellationToken);
        using var transactional = fixture.Producer(config => config.TransactionalId = "t").Build();
        transactional.InitTransactions(BrokerFixture.Limit);
        transactional.BeginTransaction();
        await transactional.ProduceAsync("ends", new Message<string?, string?> { Value = "open" }, TestContext.Current.CancellationToken);

        Assert.Equal(1, End(IsolationLevel.ReadCommitted));
        Assert.Equal(2, End(IsolationLevel.ReadUncommitted));

        transactional.CommitTransaction(BrokerFixture.Limit);
        Assert.Equal(["before", "open"], fixture.Values("ends"));

        long End(IsolationLevel isolation)
        {
            using var consumer = fixture.Consumer("g", config => config.IsolationLevel = isolation);
            return consumer.QueryWatermarkOffsets(new TopicPartition("ends", 0), BrokerFixture.Limit).High.Value;
        }
    }
}
