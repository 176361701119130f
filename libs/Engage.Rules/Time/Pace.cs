namespace Engage.Rules.Time;

/// <summary>When the members of a run are due, at so many players per minute (semantics 33). Immutable; kept with the run, so that a restart goes on where it was.</summary>
/// <remarks>
/// The k-th member after the anchor, from 0, is planned at anchor + k × 60 s / speed, rounded up to a microsecond: then no 60 s hold more planned
/// instants than the speed, also across a moved anchor. A plan that fell behind moves on instead of catching up in a burst.
/// </remarks>
/// <param name="AnchorMicros">The instant that members are counted from.</param>
/// <param name="Taken">Members planned since the anchor.</param>
/// <param name="PlayersPerMinute">From 1; null: as fast as possible.</param>
public readonly record struct Pace(long AnchorMicros, long Taken, int? PlayersPerMinute)
{
    /// <summary>How late a member may be written before the plan moves on.</summary>
    public const long ToleranceMicros = 250_000;

    private const long MicrosPerMinute = 60_000_000;

    /// <summary>The instant of the next member.</summary>
    public long NextMicros => At(Taken);

    /// <summary>The plan of a run that starts now.</summary>
    public static Pace Start(long nowMicros, int? playersPerMinute) => new(nowMicros, 0, playersPerMinute);

    /// <summary>The plan after its next member was written.</summary>
    public Pace WithOneTaken() => this with { Taken = Taken + 1 };

    /// <summary>The plan as of now: unchanged unless its next member is overdue by more than the tolerance; then that one is planned now.</summary>
    public Pace AsOf(long nowMicros) =>
        PlayersPerMinute is null || NextMicros < nowMicros - ToleranceMicros ? this with { AnchorMicros = Math.Max(nowMicros, NextMicros), Taken = 0 } : this;

    /// <summary>The plan under another speed: the next member follows the last one at the new distance.</summary>
    public Pace WithSpeed(int? playersPerMinute)
    {
        if (playersPerMinute == PlayersPerMinute) return this;
        return Taken == 0 ? this with { PlayersPerMinute = playersPerMinute } : new Pace(At(Taken - 1), 1, playersPerMinute);
    }

    /// <summary>Rounded up; never past the range of time for any realistic run.</summary>
    private long At(long member) => PlayersPerMinute is { } speed
        ? checked(AnchorMicros + (((member * MicrosPerMinute) + speed - 1) / speed))
        : AnchorMicros;
}
