namespace Engage.LocalBroker.Storage;

/// <summary>What is remembered of a producer's batch, to recognise its retry.</summary>
internal readonly record struct BatchStamp(int FirstSequence, int LastSequence, long BaseOffset);
