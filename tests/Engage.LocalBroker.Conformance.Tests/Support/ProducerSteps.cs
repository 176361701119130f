using Confluent.Kafka;

namespace Engage.LocalBroker.Conformance.Tests.Support;

internal static class ProducerSteps
{
    /// <summary>Sends values and waits until each is acknowledged.</summary>
    public static async Task SendAsync(this IProducer<string, string> producer, string topic, params string[] values)
    {
        foreach (var value in values)
        {
            await producer.ProduceAsync(topic, new Message<string, string> { Key = value, Value = value }).WaitAsync(Cluster.Patience);
        }
    }

    /// <summary>Sends one record and waits until it is acknowledged.</summary>
    public static Task PutAsync(this IProducer<string, string> producer, TopicPartition place, string key, string value) =>
        producer.ProduceAsync(place, new Message<string, string> { Key = key, Value = value }).WaitAsync(Cluster.Patience);

    /// <summary>One whole transaction.</summary>
    public static async Task CommitAsync(this IProducer<string, string> producer, string topic, params string[] values)
    {
        producer.BeginTransaction();
        await producer.SendAsync(topic, values);
        producer.CommitTransaction(Cluster.Patience);
    }
}
