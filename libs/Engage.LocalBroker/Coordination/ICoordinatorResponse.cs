using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Coordination;

/// <summary>An answer of the coordinator.</summary>
internal interface ICoordinatorResponse
{
    /// <summary>Writes the whole body, trailing tags included.</summary>
    void Write(KafkaWriter writer, short version);
}
