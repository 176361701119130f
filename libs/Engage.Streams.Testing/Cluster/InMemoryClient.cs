using Engage.Streams.Ports;

namespace Engage.Streams.Testing.Cluster;

/// <summary>Clients of the in-memory cluster, with a network that may misbehave.</summary>
internal sealed class InMemoryClient(InMemoryCluster cluster, INetwork network) : IStreamClient
{
    public IInputConsumer CreateConsumer(ConsumerSettings settings, IRebalanceListener listener) => new InMemoryConsumer(cluster, settings, listener);

    public ITransactionalProducer CreateProducer(ProducerSettings settings) => new InMemoryProducer(cluster, network, settings);

    public ILogReader CreateReader() => new InMemoryReader(cluster);

    public ITopicAdmin CreateAdmin() => new InMemoryAdmin(cluster);
}
