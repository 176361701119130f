using Engage.Streams.Testing;

namespace Engage.Dispatcher.Tests;

/// <summary>The driver's clock, for what has to exist before the driver. Its timers are real, so time limits still hold.</summary>
internal sealed class LateClock(DateTimeOffset startsAt) : TimeProvider
{
    public ManualTime? Driver { get; set; }

    public override DateTimeOffset GetUtcNow() => Driver?.GetUtcNow() ?? startsAt;
}
