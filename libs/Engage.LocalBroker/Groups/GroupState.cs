namespace Engage.LocalBroker.Groups;

/// <summary>Kafka's states of a classic group. "Dead" has no value here: a deleted group is forgotten at once and met as an unknown one.</summary>
internal enum GroupState
{
    Empty,
    PreparingRebalance,
    CompletingRebalance,
    Stable,
}
