using System.Globalization;
using Engage.Streams;
using Engage.Streams.Kafka;

namespace Engage.LoadTest.Summing;

/// <summary>What a worker process is started with; travels as its command line.</summary>
internal sealed record SumWorkerSettings
{
    public required string Bootstrap { get; init; }

    /// <summary>Before every topic and the group.</summary>
    public required string Prefix { get; init; }

    public required string Directory { get; init; }

    /// <summary>Null: the one kept in the directory.</summary>
    public string? InstanceId { get; init; }

    /// <summary>1 or 2; see <see cref="SumTopology.Build"/>.</summary>
    public int Inputs { get; init; } = 1;

    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(12);

    public TimeSpan TransactionTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time between two polls, and with it the time that a rebalance waits for a member.</summary>
    public TimeSpan PollIntervalMax { get; init; } = TimeSpan.FromMinutes(5);

    public string[] ToArguments() =>
    [
        Bootstrap, Prefix, Directory, InstanceId ?? string.Empty, Inputs.ToString(CultureInfo.InvariantCulture),
        SessionTimeout.TotalMilliseconds.ToString(CultureInfo.InvariantCulture), TransactionTimeout.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
        PollIntervalMax.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
    ];

    public static SumWorkerSettings FromArguments(ReadOnlySpan<string> arguments) => new()
    {
        Bootstrap = arguments[0],
        Prefix = arguments[1],
        Directory = arguments[2],
        InstanceId = arguments[3].Length == 0 ? null : arguments[3],
        Inputs = int.Parse(arguments[4], CultureInfo.InvariantCulture),
        SessionTimeout = TimeSpan.FromMilliseconds(double.Parse(arguments[5], CultureInfo.InvariantCulture)),
        TransactionTimeout = TimeSpan.FromMilliseconds(double.Parse(arguments[6], CultureInfo.InvariantCulture)),
        PollIntervalMax = TimeSpan.FromMilliseconds(double.Parse(arguments[7], CultureInfo.InvariantCulture)),
    };

    public KafkaClientOptions ToClientOptions() => new()
    {
        BootstrapServers = Bootstrap,
        Extra = new Dictionary<string, string> { ["max.poll.interval.ms"] = PollIntervalMax.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) },
    };

    public StreamsOptions ToOptions() => new()
    {
        TopicPrefix = Prefix,
        StateDirectory = Directory,
        InstanceId = InstanceId,
        SessionTimeout = SessionTimeout,
        TransactionTimeout = TransactionTimeout,
    };
}
