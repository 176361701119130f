using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Coordination;

/// <summary>A request the coordinator serves.</summary>
internal interface ICoordinatorRequest<TSelf, TResponse>
    where TSelf : ICoordinatorRequest<TSelf, TResponse>
    where TResponse : ICoordinatorResponse
{
    /// <summary>Reads the whole body, trailing tags included.</summary>
    static abstract TSelf Read(ref KafkaReader reader, short version);

    /// <summary>The answer that carries <paramref name="error"/> wherever there is room for one.</summary>
    TResponse Refused(ErrorCode error);
}
