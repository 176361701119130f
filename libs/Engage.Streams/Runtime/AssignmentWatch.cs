using Engage.Streams.Ports;

namespace Engage.Streams.Runtime;

/// <summary>
/// Notices input that the group has given to nobody. Two-phase rebalances leave it so when a static member dies between giving partitions back and joining again: it comes back to the place it
/// had, without a rebalance, and nobody asks for the second phase.
/// </summary>
internal sealed class AssignmentWatch(WorkerPlan plan, WorkerServices services)
{
    /// <summary>Once may be the moment between two phases.</summary>
    private const int SightingsMin = 2;

    private readonly TopicPartition[] partitions = [.. plan.Inputs.SelectMany(topic => Enumerable.Range(0, plan.PartitionCount).Select(partition => new TopicPartition(topic, partition)))];
    private long askedAt = services.Time.GetTimestamp();
    private Task<int>? question;
    private int sightings;

    /// <summary>Half a session: what nobody has is found within one and a half.</summary>
    private TimeSpan Interval => plan.Options.SessionTimeout / 2;

    /// <summary>Asks now and then, without waiting for the answer.</summary>
    /// <returns>How many partitions the group, at rest, has twice in a row had nobody for; 0 if none.</returns>
    public int FindUnassigned()
    {
        if (question is null)
        {
            if (services.Time.GetElapsedTime(askedAt) < Interval) return 0;
            askedAt = services.Time.GetTimestamp();
            question = services.Admin.CountUnassigned(plan.Group, partitions);
        }

        if (!question.IsCompleted) return 0;
        var found = Answer(question);
        question = null;
        sightings = found == 0 ? 0 : sightings + 1;
        if (sightings < SightingsMin) return 0;
        sightings = 0;
        return found;
    }

    private int Answer(Task<int> answered)
    {
        if (answered.IsCompletedSuccessfully) return answered.Result;
        services.Events.Fault(plan.Worker, "question about the group", answered.Exception!.GetBaseException());
        return 0;
    }
}
