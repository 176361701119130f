namespace Engage.Scheduler.Applying;

/// <summary>Makes changes of definitions beside the stream: on a producer with apply's transactional id, not in the task's own transaction.</summary>
internal interface IApplyDefinitions
{
    /// <summary>Asks for a change; returns at once. What is asked for twice is done once, and what fails is asked for again as long as the definitions still call for it.</summary>
    void Request(ApplyRequest request);
}
