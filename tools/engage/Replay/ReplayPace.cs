namespace Engage.Cli.Replay;

/// <summary>When the next event may go out.</summary>
internal sealed class ReplayPace(ReplayOptions options)
{
    private static readonly TimeSpan Negligible = TimeSpan.FromMilliseconds(2);

    private readonly long startedAt = TimeProvider.System.GetTimestamp();
    private long? firstMicros;

    public async Task WaitAsync(long sent, long occurredAtMicros, CancellationToken cancelled)
    {
        firstMicros ??= occurredAtMicros;
        var due = TimeSpan.Zero;
        if (options.Rate is { } rate) due = TimeSpan.FromSeconds(sent / rate);
        if (options.Speed is { } speed && occurredAtMicros > firstMicros)
        {
            var recorded = TimeSpan.FromMicroseconds((occurredAtMicros - firstMicros.Value) / speed);
            due = recorded > due ? recorded : due;
        }

        var early = due - TimeProvider.System.GetElapsedTime(startedAt);
        if (early > Negligible) await Task.Delay(early, cancelled);
    }
}
