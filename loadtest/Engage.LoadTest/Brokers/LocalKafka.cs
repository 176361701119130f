using Engage.LocalBroker;
using Engage.LocalBroker.Transactions;

namespace Engage.LoadTest.Brokers;

/// <summary>The product's own local broker, in this process.</summary>
public sealed class LocalKafka : ITestBroker
{
    private readonly EmbeddedBroker broker;

    private LocalKafka(EmbeddedBroker broker) => this.broker = broker;

    public string Name => "local broker";

    public string Bootstrap => broker.BootstrapServers;

    /// <summary>To inject faults and read requests.</summary>
    public EmbeddedBroker Embedded => broker;

    public static async Task<LocalKafka> Start() =>
        new(await EmbeddedBroker.StartAsync(new EmbeddedBrokerOptions { AutoCreateTopics = false, Transactions = new TransactionOptions { ExpiryCheckInterval = TimeSpan.FromMilliseconds(200) } }));

    public Task Restart() => broker.RestartAsync();

    public Task KillAndRestart()
    {
        broker.Abandon();
        return broker.RestartAsync();
    }

    public ValueTask DisposeAsync() => broker.DisposeAsync();
}
