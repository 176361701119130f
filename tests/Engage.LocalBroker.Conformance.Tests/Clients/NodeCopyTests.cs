using System.Text.Json;
using Confluent.Kafka;
using Engage.LocalBroker.Conformance.Tests.Support;

namespace Engage.LocalBroker.Conformance.Tests.Clients;

/// <summary>Consume, transform, produce, as clients that others wrote do it.</summary>
public sealed class NodeCopyTests : IAsyncLifetime
{
    private const int Inputs = 90;

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
    public Task What_kafkajs_copies_in_transactions_is_copied_exactly_once_although_every_third_is_aborted() =>
        CopyAsync(() => NodeClients.RunAsync("kafkajs", "copy.mjs", broker.BootstrapServers, "j", $"{Inputs}"));

    [Fact]
    public Task What_the_client_of_Confluent_copies_in_transactions_is_copied_exactly_once_although_every_third_is_aborted() =>
        CopyAsync(() => NodeClients.RunConfluentAsync("copy.mjs", broker.BootstrapServers, "j", $"{Inputs}"));

    private async Task CopyAsync(Func<Task<JsonElement>> play)
    {
        await cluster.CreateTopicAsync("j-in", 3);
        await cluster.CreateTopicAsync("j", 3);
        var feeder = cluster.Producer(null);
        for (var number = 0; number < Inputs; number++) feeder.Produce(new TopicPartition("j-in", number % 3), new() { Key = $"k{number}", Value = $"v{number}" });
        Assert.Equal(0, feeder.Flush(Cluster.Patience));

        var answer = await play();

        Assert.Equal(Inputs, answer.GetProperty("copied").GetInt32());
        Assert.Equal(Inputs, answer.GetProperty("offsets").GetInt32());
        Assert.InRange(answer.GetProperty("aborted").GetInt32(), 6, Inputs);
        Assert.Equal(Enumerable.Range(0, Inputs).Select(static number => $"copy of v{number}").Order(), cluster.ReadAll("j").Order());
        Assert.True(cluster.ReadAll("j", IsolationLevel.ReadUncommitted).Count > Inputs, "Nothing was aborted: the test proved nothing.");
    }
}
