namespace Engage.Streams.Ports;

/// <summary>Hears of changes of assignment; called from within <see cref="IInputConsumer.Poll"/> or <see cref="IInputConsumer.Close"/>, on that thread.</summary>
public interface IRebalanceListener
{
    /// <summary>These partitions were added.</summary>
    void Assigned(IReadOnlyList<TopicPartition> partitions);

    /// <summary>These partitions will go to others once this returns: the last moment to commit for them.</summary>
    void Revoked(IReadOnlyList<TopicPartition> partitions);

    /// <summary>These partitions belong to others already: nothing may be committed for them.</summary>
    void Lost(IReadOnlyList<TopicPartition> partitions);
}
