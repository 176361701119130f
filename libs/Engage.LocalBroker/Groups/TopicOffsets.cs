using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>The offsets a client sends for one topic; OffsetCommit and TxnOffsetCommit share it.</summary>
internal sealed record TopicOffsets(string Topic, IReadOnlyList<SentOffset> Partitions)
{
    /// <summary>Reads the array of topics.</summary>
    /// <param name="hasLeaderEpoch">OffsetCommit from version 6, TxnOffsetCommit from version 2.</param>
    public static TopicOffsets[] ReadAll(ref KafkaReader reader, bool hasLeaderEpoch)
    {
        var topics = new TopicOffsets[reader.ReadArrayCount()];
        for (var index = 0; index < topics.Length; index++)
        {
            topics[index] = new(reader.ReadString(), ReadPartitions(ref reader, hasLeaderEpoch));
            reader.SkipTags();
        }

        return topics;
    }

    private static SentOffset[] ReadPartitions(ref KafkaReader reader, bool hasLeaderEpoch)
    {
        var partitions = new SentOffset[reader.ReadArrayCount()];
        for (var index = 0; index < partitions.Length; index++)
        {
            var partition = reader.ReadInt32();
            var offset = reader.ReadInt64();
            var leaderEpoch = hasLeaderEpoch ? reader.ReadInt32() : SentOffset.NoLeaderEpoch;
            partitions[index] = new(partition, offset, leaderEpoch, reader.ReadNullableString());
            reader.SkipTags();
        }

        return partitions;
    }
}

/// <param name="LeaderEpoch"><see cref="NoLeaderEpoch"/> when unknown.</param>
internal readonly record struct SentOffset(int Partition, long Offset, int LeaderEpoch, string? Metadata)
{
    public const int NoLeaderEpoch = -1;
}
