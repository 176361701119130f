namespace Engage.LocalBroker.Coordination;

/// <summary>A partition by the names the protocol uses.</summary>
internal readonly record struct TopicPartition(string Topic, int Partition);
