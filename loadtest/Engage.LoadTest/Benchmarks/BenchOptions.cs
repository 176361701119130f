using System.Globalization;

namespace Engage.LoadTest.Benchmarks;

/// <summary><c>bench all|pipeline|restore|commit|idle [--broker process|apache] [--events N] [--keys N] [--report FILE]</c>.</summary>
internal sealed record BenchOptions
{
    public required string What { get; init; }

    public required bool IsOnApacheKafka { get; init; }

    /// <summary>Numbers sent before the worker starts.</summary>
    public int Events { get; init; } = 500_000;

    /// <summary>Players that the numbers are spread over evenly.</summary>
    public int Keys { get; init; } = 100_000;

    /// <summary>Null: standard output only; else appended to.</summary>
    public string? Report { get; init; }

    /// <exception cref="FormatException">An argument is not understood.</exception>
    public static BenchOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new BenchOptions { What = arguments[0], IsOnApacheKafka = Brokers.ApacheKafka.IsAvailable };
        for (var i = 1; i + 1 < arguments.Length; i += 2)
        {
            options = arguments[i] switch
            {
                "--broker" => options with { IsOnApacheKafka = arguments[i + 1] == "apache" },
                "--events" => options with { Events = int.Parse(arguments[i + 1], CultureInfo.InvariantCulture) },
                "--keys" => options with { Keys = int.Parse(arguments[i + 1], CultureInfo.InvariantCulture) },
                "--report" => options with { Report = arguments[i + 1] },
                _ => throw new FormatException($"bench does not know {arguments[i]}."),
            };
        }

        return options;
    }
}
