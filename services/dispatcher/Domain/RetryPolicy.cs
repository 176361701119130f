namespace Engage.Dispatcher.Domain;

/// <summary>How a channel's lanes wait and when they give up. Data; printed at start.</summary>
internal sealed record RetryPolicy
{
    /// <summary>Ceiling of the first wait; each further one is twice as high.</summary>
    public required TimeSpan FirstWait { get; init; }

    /// <summary>Ceiling of every wait.</summary>
    public required TimeSpan LongestWait { get; init; }

    /// <summary>Failures in a row from which a lane is quarantined, provided they span <see cref="QuarantineAfter"/>.</summary>
    public int QuarantineFailures { get; init; } = 8;

    /// <inheritdoc cref="QuarantineFailures"/>
    public TimeSpan QuarantineAfter { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Further attempts after a refusal that this code does not know.</summary>
    public int UnrecognisedRetries { get; init; } = 3;

    /// <summary>Readings of a provider's records before an unclear attempt is left as unknown.</summary>
    public int ReconcileTries { get; init; } = 10;

    /// <summary>Seconds to minutes, for channels that answer at once.</summary>
    public static RetryPolicy Quick { get; } = new() { FirstWait = TimeSpan.FromSeconds(1), LongestWait = TimeSpan.FromMinutes(5) };

    /// <summary>Minutes to an hour, as mail relays expect it; a full mailbox has three days.</summary>
    public static RetryPolicy Mail { get; } = new()
    {
        FirstWait = TimeSpan.FromMinutes(5),
        LongestWait = TimeSpan.FromHours(1),
        QuarantineAfter = TimeSpan.FromHours(72),
    };

    public static RetryPolicy For(string channel) => channel == "email" ? Mail : Quick;

    /// <summary>The wait after the n-th failure in a row: full jitter below a doubling ceiling.</summary>
    /// <param name="failures">From 1.</param>
    /// <param name="chance">0 to 1, exclusive; spreads lanes that failed together.</param>
    public TimeSpan WaitAfter(int failures, double chance)
    {
        var doublings = Math.Clamp(failures - 1, 0, 30);
        var ceiling = FirstWait.TotalSeconds * Math.Pow(2, doublings);
        var bounded = TimeSpan.FromSeconds(Math.Min(ceiling, LongestWait.TotalSeconds));
        return FirstWait / 10 + (bounded - FirstWait / 10) * chance;
    }
}
