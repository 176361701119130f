namespace Engage.Cli.Sample;

/// <summary>What a generated sample holds.</summary>
internal sealed record SampleOptions
{
    public ulong Seed { get; init; } = 1;

    /// <summary>Bets, wins, deposits and logins; the players' profiles come before them. At least 1.</summary>
    public int Events { get; init; } = 5_000;

    /// <summary>At least 1.</summary>
    public int Players { get; init; } = 250;

    /// <summary>When the first event happens.</summary>
    public DateTimeOffset StartsAt { get; init; } = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    /// <summary>From the first event to the last.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Share of events that come a second time, later.</summary>
    public double Duplicates { get; init; } = 0.01;

    /// <summary>Share of events that arrive up to 24 h after they happened.</summary>
    public double Late { get; init; } = 0.02;
}
