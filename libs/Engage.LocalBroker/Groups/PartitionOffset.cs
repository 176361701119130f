using Engage.LocalBroker.Coordination;

namespace Engage.LocalBroker.Groups;

/// <summary>A partition and the offset a group has there.</summary>
internal readonly record struct PartitionOffset(TopicPartition Partition, CommittedOffset Committed);
