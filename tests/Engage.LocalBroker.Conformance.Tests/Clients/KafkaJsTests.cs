using System.Text.Json;
using Engage.LocalBroker.Conformance.Tests.Support;

namespace Engage.LocalBroker.Conformance.Tests.Clients;

public sealed class KafkaJsTests : IAsyncLifetime
{
    private EmbeddedBroker broker = null!;
    private Cluster cluster = null!;

    public async ValueTask InitializeAsync()
    {
        broker = await EmbeddedBroker.StartAsync();
        cluster = new Cluster(broker.BootstrapServers);
    }

    public async ValueTask DisposeAsync()
    {
        cluster.Dispose();
        await broker.DisposeAsync();
    }

    [Fact]
    public async Task Transactions_with_offsets_are_committed_and_two_aborted_ones_in_a_row_are_not_seen()
    {
        await cluster.CreateTopicAsync("j");

        var answer = await NodeClients.RunAsync("kafkajs", "transactions.mjs", broker.BootstrapServers, "j");

        Assert.Equal(["committed-1", "committed-2"], Strings(answer, "committed"));
        Assert.Equal(["committed-1", "aborted-1", "aborted-2", "committed-2"], Strings(answer, "everything"));
        Assert.Equal("1", answer.GetProperty("offset").GetString());
        Assert.Equal(["committed-1", "committed-2"], cluster.ReadAll("j"));
    }

    [Fact]
    public async Task Three_members_share_the_partitions_and_an_administrator_sees_and_removes_the_group()
    {
        await cluster.CreateTopicAsync("j", 6);

        var answer = await NodeClients.RunAsync("kafkajs", "groups.mjs", broker.BootstrapServers, "j");

        Assert.Equal([2, 2, 2], answer.GetProperty("shared").EnumerateArray().Select(static count => count.GetInt32()));
        Assert.Equal([3, 3], answer.GetProperty("afterLeave").EnumerateArray().Select(static count => count.GetInt32()));
        Assert.Equal("Stable", answer.GetProperty("state").GetString());
        Assert.Equal(2, answer.GetProperty("members").GetInt32());
        Assert.Equal((int)Protocol.ErrorCode.NonEmptyGroup, answer.GetProperty("refused").GetInt32());
        Assert.True(answer.GetProperty("listed").GetBoolean());
        Assert.Empty((await cluster.Admin.ListConsumerGroupsAsync()).Valid);
    }

    private static IEnumerable<string?> Strings(JsonElement answer, string name) =>
        answer.GetProperty(name).EnumerateArray().Select(static value => value.GetString());
}
