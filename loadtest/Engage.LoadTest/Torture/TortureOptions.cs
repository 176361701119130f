using System.Globalization;

namespace Engage.LoadTest.Torture;

/// <summary>What to torture, and for how long: <c>torture MINUTES [--seed N] [--broker local|apache] [--report FILE]</c>.</summary>
internal sealed record TortureOptions
{
    public required TimeSpan Duration { get; init; }

    /// <summary>Of the schedule, the input and the failpoints. Timing is the machine's, so a seed repeats the plan, not the run.</summary>
    public required int Seed { get; init; }

    public required bool IsOnApacheKafka { get; init; }

    /// <summary>Null: standard output only.</summary>
    public string? Report { get; init; }

    /// <exception cref="FormatException">An argument is not understood.</exception>
    public static TortureOptions Parse(ReadOnlySpan<string> arguments, int seedOtherwise)
    {
        var options = new TortureOptions { Duration = TimeSpan.FromMinutes(double.Parse(arguments[0], CultureInfo.InvariantCulture)), Seed = seedOtherwise, IsOnApacheKafka = Brokers.ApacheKafka.IsAvailable };
        for (var i = 1; i + 1 < arguments.Length; i += 2)
        {
            options = arguments[i] switch
            {
                "--seed" => options with { Seed = int.Parse(arguments[i + 1], CultureInfo.InvariantCulture) },
                "--broker" => options with { IsOnApacheKafka = arguments[i + 1] == "apache" },
                "--report" => options with { Report = arguments[i + 1] },
                _ => throw new FormatException($"torture does not know {arguments[i]}."),
            };
        }

        return options;
    }
}
