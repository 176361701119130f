using Confluent.Kafka;
using Engage.LocalBroker.Conformance.Tests.Support;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Conformance.Tests.Clients;

/// <summary>
/// Each client settles on exactly the request versions that the advertised ranges were chosen for. A range that somebody "cleans up" shows here, not as a client that silently drops compression or old calls that stop working.
/// </summary>
public sealed class VersionTests : IAsyncLifetime
{
    private EmbeddedBroker broker = null!;
    private Cluster cluster = null!;

    public async ValueTask InitializeAsync()
    {
        broker = await EmbeddedBroker.StartAsync();
        cluster = new Cluster(broker.BootstrapServers);
        await cluster.CreateTopicAsync("v");
    }

    public async ValueTask DisposeAsync()
    {
        cluster.Dispose();
        await broker.DisposeAsync();
    }

    [Fact]
    public async Task Librdkafka_of_today_produces_transactionally_reads_in_a_group_and_administers()
    {
        var producer = cluster.Producer("v");
        await producer.CommitAsync("v", "one");
        using (var consumer = cluster.ConsumerBuilder("v-group").Build())
        {
            consumer.Subscribe("v");
            while (consumer.Consume(Cluster.Patience) is { IsPartitionEOF: true })
            {
                // Ends of the partition that are met before the record.
            }

            consumer.Commit();
            producer.BeginTransaction();
            producer.SendOffsetsToTransaction([new TopicPartitionOffset("v", 0, 1)], consumer.ConsumerGroupMetadata, Cluster.Patience);
            producer.CommitTransaction(Cluster.Patience);
            consumer.Committed(Cluster.Patience);
            consumer.Close();
        }

        await cluster.Admin.ListConsumerGroupsAsync();
        await cluster.Admin.DescribeConsumerGroupsAsync(["v-group"]);
        cluster.Admin.ListGroups(Cluster.Patience);
        await cluster.Admin.DeleteGroupsAsync(["v-group"]);
        await cluster.Admin.DeleteTopicsAsync(["v"]);

        AssertVersions(static _ => true, new()
        {
            [ApiKey.Produce] = [7],
            [ApiKey.Fetch] = [11],
            [ApiKey.ListOffsets] = [3],
            [ApiKey.Metadata] = [4],
            [ApiKey.OffsetCommit] = [7],
            [ApiKey.OffsetFetch] = [7],
            [ApiKey.FindCoordinator] = [2],
            [ApiKey.JoinGroup] = [5],
            [ApiKey.LeaveGroup] = [1],
            [ApiKey.SyncGroup] = [3],
            [ApiKey.DescribeGroups] = [0, 4],
            [ApiKey.ListGroups] = [0, 5],
            [ApiKey.ApiVersions] = [3],
            [ApiKey.CreateTopics] = [4],
            [ApiKey.DeleteTopics] = [3],
            [ApiKey.InitProducerId] = [4],
            [ApiKey.AddPartitionsToTxn] = [0],
            [ApiKey.AddOffsetsToTxn] = [0],
            [ApiKey.EndTxn] = [1],
            [ApiKey.TxnOffsetCommit] = [3],
            [ApiKey.DeleteGroups] = [1],
        });
    }

    [Fact]
    public async Task The_older_librdkafka_of_kcat_produces_transactionally_and_reads_in_a_group()
    {
        Assert.SkipUnless(ForeignProcess.Exists("kcat"), "kcat is not installed.");
        await KcatAsync("one\n", "-P", "-t", "v", "-X", "transactional.id=k");
        await KcatAsync("", "-G", "v-group", "-c", "1", "-q", "-X", "auto.offset.reset=earliest", "v");
        await KcatAsync("", "-Q", "-t", "v:0:-1");

        AssertVersions(static client => client == "kcat", new()
        {
            [ApiKey.Produce] = [7],
            [ApiKey.Fetch] = [11],
            [ApiKey.ListOffsets] = [2],
            [ApiKey.Metadata] = [4],
            [ApiKey.OffsetCommit] = [7],
            [ApiKey.OffsetFetch] = [7],
            [ApiKey.FindCoordinator] = [2],
            [ApiKey.JoinGroup] = [5],
            [ApiKey.LeaveGroup] = [1],
            [ApiKey.SyncGroup] = [3],
            [ApiKey.ApiVersions] = [3],
            [ApiKey.InitProducerId] = [4],
            [ApiKey.AddPartitionsToTxn] = [0],
            [ApiKey.EndTxn] = [1],
        });
    }

    [Fact]
    public async Task Kafkajs_produces_transactionally_reads_in_groups_and_administers()
    {
        await NodeClients.RunAsync("kafkajs", "transactions.mjs", broker.BootstrapServers, "v");
        await cluster.CreateTopicAsync("g", 6);
        await NodeClients.RunAsync("kafkajs", "groups.mjs", broker.BootstrapServers, "g");

        AssertVersions(static client => client == "kafkajs", new()
        {
            [ApiKey.Produce] = [7],
            [ApiKey.Fetch] = [11],
            [ApiKey.ListOffsets] = [3],
            [ApiKey.Metadata] = [4],
            [ApiKey.OffsetFetch] = [4],
            [ApiKey.FindCoordinator] = [2],
            [ApiKey.JoinGroup] = [5],
            [ApiKey.LeaveGroup] = [3],
            [ApiKey.SyncGroup] = [3],
            [ApiKey.DescribeGroups] = [2],
            [ApiKey.ListGroups] = [2],
            [ApiKey.ApiVersions] = [2],
            [ApiKey.InitProducerId] = [1],
            [ApiKey.AddPartitionsToTxn] = [0],
            [ApiKey.AddOffsetsToTxn] = [0],
            [ApiKey.EndTxn] = [1],
            [ApiKey.TxnOffsetCommit] = [1],
            [ApiKey.DeleteGroups] = [1],
        });
    }

    /// <summary>All requests named arrived, in these versions and no others; heartbeats and commits by the clock may or may not have, but not in any other version.</summary>
    private void AssertVersions(Func<string, bool> isClient, Dictionary<ApiKey, short[]> expected)
    {
        Dictionary<ApiKey, short[]> byTheClock = new() { [ApiKey.Heartbeat] = [3], [ApiKey.OffsetCommit] = [5] };
        var seen = broker.Requests.Where(request => isClient(request.ClientId)).GroupBy(request => request.Api)
            .ToDictionary(group => group.Key, group => group.Select(request => request.Version).Distinct().Order().ToArray());
        foreach (var (api, versions) in byTheClock.Where(optional => !expected.ContainsKey(optional.Key)))
        {
            if (seen.Remove(api, out var met)) Assert.Equal(versions, met);
        }

        Assert.Equal(Lines(expected), Lines(seen));
    }

    private static IEnumerable<string> Lines(Dictionary<ApiKey, short[]> versions) => versions.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {string.Join(", ", pair.Value)}");

    private async Task KcatAsync(string input, params string[] arguments) =>
        (await ForeignProcess.RunAsync("kcat", ["-b", broker.BootstrapServers, "-X", "client.id=kcat", .. arguments], Cluster.Patience, input)).Successful();
}
