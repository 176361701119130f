using System.Globalization;

namespace Engage.LoadTest.Torture;

/// <summary>What to torture, and for how long: <c>torture MINUTES [--seed N] [--broker local|process|apache] [--workers N] [--report FILE] [--journal FILE] [--without PROTECTION]</c>.</summary>
internal sealed record TortureOptions
{
    public required TimeSpan Duration { get; init; }

    /// <summary>Of the schedule, the input and the failpoints. Timing is the machine's, so a seed repeats the plan, not the run.</summary>
    public required int Seed { get; init; }

    public required TortureBroker Broker { get; init; }

    /// <summary>Worker processes at a time; at least 2, so that there is always somebody to take over.</summary>
    public int Workers { get; init; } = 3;

    /// <summary>Null: standard output only.</summary>
    public string? Report { get; init; }

    /// <summary>Where everything done and said is written as it happens; null: nowhere.</summary>
    public string? Journal { get; init; }

    /// <summary>A protection of the engine that is switched off: the run must then find violations, or it proves nothing. Null: none.</summary>
    public string? Without { get; init; }

    /// <exception cref="FormatException">An argument is not understood.</exception>
    public static TortureOptions Parse(ReadOnlySpan<string> arguments, int seedOtherwise)
    {
        var options = new TortureOptions
        {
            Duration = TimeSpan.FromMinutes(double.Parse(arguments[0], CultureInfo.InvariantCulture)),
            Seed = seedOtherwise,
            Broker = Brokers.ApacheKafka.IsAvailable ? TortureBroker.Apache : TortureBroker.Process,
        };
        for (var i = 1; i + 1 < arguments.Length; i += 2)
        {
            options = arguments[i] switch
            {
                "--seed" => options with { Seed = int.Parse(arguments[i + 1], CultureInfo.InvariantCulture) },
                "--broker" => options with { Broker = Enum.Parse<TortureBroker>(arguments[i + 1], ignoreCase: true) },
                "--workers" => options with { Workers = int.Parse(arguments[i + 1], CultureInfo.InvariantCulture) },
                "--report" => options with { Report = arguments[i + 1] },
                "--journal" => options with { Journal = arguments[i + 1] },
                "--without" => options with { Without = arguments[i + 1] },
                _ => throw new FormatException($"torture does not know {arguments[i]}."),
            };
        }

        return options;
    }
}
