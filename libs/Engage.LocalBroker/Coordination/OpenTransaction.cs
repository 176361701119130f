namespace Engage.LocalBroker.Coordination;

/// <summary>A producer with transactional data in a partition that no marker has ended yet.</summary>
internal readonly record struct OpenTransaction(TopicPartition Partition, long ProducerId, short ProducerEpoch, long FirstOffset);
