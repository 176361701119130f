using Confluent.Kafka;
using Engage.Streams.Ports;

namespace Engage.Streams.Kafka;

/// <summary>Clients of a real cluster, set up as the engine's promises need them. Thread-safe.</summary>
public sealed class KafkaStreamClient(KafkaClientOptions options) : IStreamClient
{
    /// <summary>False only in control runs, to show that the tests notice: a consumer that is fenced has met a twin, whatever was before.</summary>
    internal bool JoinsAnew { get; init; } = true;

    public IInputConsumer CreateConsumer(ConsumerSettings settings, IRebalanceListener listener) => new KafkaInputConsumer(ClientConfigs.Consumer(options, settings), settings, listener, JoinsAnew);

    public ITransactionalProducer CreateProducer(ProducerSettings settings) => new KafkaTransactionalProducer(ClientConfigs.Producer(options, settings));

    public ILogReader CreateReader() => new KafkaLogReader(ClientConfigs.Reader(options));

    public ITopicAdmin CreateAdmin() => new KafkaTopicAdmin(new AdminClientConfig(ClientConfigs.Common(options)), options.RequestTimeout);
}
