namespace Engage.Streams.Ports;

/// <summary>Makes the clients of one worker process. Thread-safe; the clients are not.</summary>
public interface IStreamClient
{
    IInputConsumer CreateConsumer(ConsumerSettings settings, IRebalanceListener listener);

    ITransactionalProducer CreateProducer(ProducerSettings settings);

    /// <summary>A reader of single partitions without group, seeing committed records only.</summary>
    ILogReader CreateReader();

    ITopicAdmin CreateAdmin();
}
