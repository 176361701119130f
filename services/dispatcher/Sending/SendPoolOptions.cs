namespace Engage.Dispatcher.Sending;

/// <summary>How many calls of providers run at the same time in a process.</summary>
internal sealed record SendPoolOptions
{
    /// <summary>Calls younger than <see cref="HandOffAfter"/>.</summary>
    public int Normal { get; init; } = 256;

    /// <summary>Calls of lanes whose latest call took longer, from their start.</summary>
    public int Slow { get; init; } = 64;

    /// <summary>Calls older than <see cref="HandOffAfter"/>; beyond, they keep counting as normal ones.</summary>
    public int HandedOff { get; init; } = 4_096;

    /// <summary>Age from which a call no longer takes a place from the normal ones.</summary>
    public TimeSpan HandOffAfter { get; init; } = TimeSpan.FromSeconds(1);
}
