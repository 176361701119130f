using System.ComponentModel.DataAnnotations;

using Engage.Hosting.Configuration;

namespace Engage.Hosting.Options;

/// <summary>Section <c>Processing</c>: the pace of the worker.</summary>
public sealed class ProcessingOptions
{
    /// <summary>The longest time between a record's processing and its transaction's commit. 1 ms to 10 s; a quiet input is committed sooner.</summary>
    [DurationRange("1ms", "10s")]
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Threads of this process, each with a consumer, a producer and a share of the tasks. 1 to 16.</summary>
    [Range(1, 16)]
    public int Threads { get; init; } = 1;

    /// <summary>Longest a stop may take before the process ends regardless; what was not committed comes again. 1 s to 5 min.</summary>
    [DurationRange("1s", "5m")]
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(20);
}
