using System.ComponentModel.DataAnnotations;
using Engage.Hosting.Configuration;

namespace Engage.Dispatcher;

/// <summary>Section <c>Dispatcher</c>.</summary>
internal sealed class DispatcherOptions
{
    /// <summary>Calls of providers at the same time, younger than a second. 1 to 4,096.</summary>
    [Range(1, 4_096)]
    public int Concurrency { get; set; } = 256;

    /// <summary>Of those, for recipients whose latest call took longer than a second. 1 to 4,096.</summary>
    [Range(1, 4_096)]
    public int SlowConcurrency { get; set; } = 64;

    /// <summary>Time between two questions whether a quarantined recipient can be reached again. 1 s to 24 h.</summary>
    [DurationRange("1s", "24h")]
    public TimeSpan RecipientProbeInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long after an attempt that a crash interrupted its outcome is asked for: a call of the earlier owner must be over by then, even if that owner was only cut off. 0 s to 15 min.
    /// </summary>
    [DurationRange("0s", "15m")]
    public TimeSpan TakeoverWait { get; set; } = TimeSpan.FromSeconds(32);

    /// <summary>Parked messages of a lane told of one by one when the lane stops; the rest is in the lane's event as a number. 0 to 100,000.</summary>
    [Range(0, 100_000)]
    public int ParkedResults { get; set; } = 1_000;
}
