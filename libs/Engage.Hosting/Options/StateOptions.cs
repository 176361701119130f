using System.ComponentModel.DataAnnotations;

using Engage.Hosting.Configuration;

namespace Engage.Hosting.Options;

/// <summary>Section <c>State</c>: where and with how much memory tasks keep their state.</summary>
public sealed class StateOptions
{
    /// <summary>The worker makes a directory of its own name in it. Two instances of one worker must not share it.</summary>
    [Required(ErrorMessage = "must name a directory")]
    public string Directory { get; init; } = ".local/state";

    /// <summary>Memory for block cache and write buffers of all tasks together. At least 16MiB; 2 MiB per task and 8 MiB are needed.</summary>
    [ByteSizeRange("16MiB", "1024GiB")]
    public ByteSize MemoryBudget { get; init; } = ByteSize.FromMebibytes(160);

    /// <summary>Memory for decoded or recently read values of all tasks together, beside the budget above. 0B switches it off.</summary>
    [ByteSizeRange("0B", "1024GiB")]
    public ByteSize CacheBudget { get; init; } = ByteSize.FromMebibytes(64);

    /// <summary>Tasks restored at the same time. 1 to 16.</summary>
    [Range(1, 16)]
    public int RestoreThreads { get; init; } = 2;
}
