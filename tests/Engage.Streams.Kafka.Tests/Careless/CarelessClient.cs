using Engage.Streams.Ports;

namespace Engage.Streams.Kafka.Tests.Careless;

/// <summary>A client that proves membership as a careless one would; for tests of the fence, and for their controls.</summary>
internal sealed class CarelessClient(IStreamClient inner, Func<GroupMetadata, GroupMetadata> disguise) : IStreamClient
{
    public const string Variable = "ENGAGE_TEST_MEMBER";

    /// <summary>What librdkafka sends once it knows that it was dropped.</summary>
    public const string Blank = "blank";

    /// <summary>What the member was at its first commit.</summary>
    public const string First = "first";

    public static IStreamClient FromEnvironment(IStreamClient inner)
    {
        GroupMetadata? first = null;
        return Environment.GetEnvironmentVariable(Variable) switch
        {
            Blank => new CarelessClient(inner, live => Forged.Blank((KafkaGroupMetadata)live)),
            First => new CarelessClient(inner, live => live.IsMember ? first ??= live : live),
            _ => inner,
        };
    }

    public IInputConsumer CreateConsumer(ConsumerSettings settings, IRebalanceListener listener) => new CarelessConsumer(inner.CreateConsumer(settings, listener), disguise);

    public ITransactionalProducer CreateProducer(ProducerSettings settings) => inner.CreateProducer(settings);

    public ILogReader CreateReader() => inner.CreateReader();

    public ITopicAdmin CreateAdmin() => inner.CreateAdmin();
}
