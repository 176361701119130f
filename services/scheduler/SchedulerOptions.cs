using Engage.Hosting.Configuration;
using Microsoft.Extensions.Options;

namespace Engage.Scheduler;

/// <summary>Section <c>Scheduler</c>.</summary>
internal sealed class SchedulerOptions
{
    /// <summary>How often it looks what is due. A member is promised within 250 ms of its planned instant, so 1 ms to 200 ms.</summary>
    [DurationRange("1ms", "200ms")]
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromMilliseconds(50);
}

[OptionsValidator]
internal sealed partial class SchedulerOptionsValidator : IValidateOptions<SchedulerOptions>;
