using Microsoft.Extensions.Options;

namespace Engage.Scheduler;

/// <summary>Section <c>Scheduler</c>: nothing to set yet; rules say when they run.</summary>
internal sealed class SchedulerOptions;

[OptionsValidator]
internal sealed partial class SchedulerOptionsValidator : IValidateOptions<SchedulerOptions>;
