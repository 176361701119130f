namespace Engage.Streams.Runtime;

/// <summary>What one worker thread has done since it started. Written by that thread, read by any.</summary>
internal sealed class LoopCounters
{
    public long Records;
    public long Skipped;
    public long DeadLetters;
    public long Commits;
    public long Rewinds;
    public long ProducersReplaced;
}
