using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Transactions;

/// <summary>Answer to AddPartitionsToTxn (24) version 0.</summary>
/// <param name="Topics">The same number everywhere, unless some partition does not exist.</param>
internal sealed record AddPartitionsToTxnResponse(IReadOnlyList<TopicErrors> Topics) : ICoordinatorResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteThrottle();
        TopicErrors.WriteAll(writer, [.. Topics.Select(topic => Spell(topic, version))]);
    }

    private static TopicErrors Spell(TopicErrors topic, short version) => topic with
    {
        Partitions = [.. topic.Partitions.Select(partition => partition with { Error = FencedError.Spell(partition.Error, version, knownFromVersion: 2) })],
    };
}
