using System.Globalization;

namespace Engage.LocalBroker.Host;

/// <summary>The host's command line.</summary>
internal sealed record HostArguments
{
    public const string Usage = """
        local-broker: a single-node broker speaking the Kafka protocol, for laptops and tests. Never a production broker.

          --port N              loopback port; 0 takes a free one (default 9092)
          --data DIR            data directory; without it everything is kept in a temporary directory and lost at the end
          --fsync POLICY        never (default), always, or interval=MILLISECONDS; a killed process loses nothing under any of them,
                                because every answer follows its write: fsync only guards against power loss
          --auto-create BOOL    whether clients may create topics by using them (default true)
          --partitions N        partitions of topics created without a number (default 1)
          --advertised-host H   host told to clients (default 127.0.0.1)
          --check-interval MS   time between two looks for segments to delete or compact (default 30000)
          --control-port N      take orders to disturb requests, or to die, on this loopback port (0: a free one); for tests
          --any-replication     accept replication factors above 1, and ignore them

        Prints "CONTROL host:port" if asked for, and "READY host:port" once clients may connect, and stops in good order on SIGINT or SIGTERM.
        """;

    public int Port { get; private init; } = 9092;

    public string? DataDirectory { get; private init; }

    public FsyncPolicy Fsync { get; private init; } = FsyncPolicy.Never;

    public TimeSpan FsyncInterval { get; private init; } = TimeSpan.FromMilliseconds(100);

    public bool AutoCreate { get; private init; } = true;

    public int Partitions { get; private init; } = 1;

    public string AdvertisedHost { get; private init; } = "127.0.0.1";

    public TimeSpan CheckInterval { get; private init; } = TimeSpan.FromSeconds(30);

    /// <summary>Null when no orders are taken.</summary>
    public int? ControlPort { get; private init; }

    public bool AnyReplication { get; private init; }

    /// <exception cref="FormatException">The command line is wrong; the message says how.</exception>
    public static HostArguments Parse(ReadOnlySpan<string> args)
    {
        var parsed = new HostArguments();
        while (!args.IsEmpty)
        {
            var name = args[0];
            if (name == "--any-replication")
            {
                parsed = parsed with { AnyReplication = true };
                args = args[1..];
                continue;
            }

            if (args.Length < 2) throw new FormatException($"{name} needs a value.");

            parsed = parsed.With(name, args[1]);
            args = args[2..];
        }

        return parsed;
    }

    private HostArguments With(string name, string value) => name switch
    {
        "--port" => this with { Port = Number(name, value, 0, 65535) },
        "--data" => this with { DataDirectory = value },
        "--fsync" => WithFsync(value),
        "--auto-create" => this with { AutoCreate = bool.TryParse(value, out var flag) ? flag : throw new FormatException($"--auto-create must be true or false, not {value}.") },
        "--partitions" => this with { Partitions = Number(name, value, 1, 1000) },
        "--advertised-host" => this with { AdvertisedHost = value },
        "--control-port" => this with { ControlPort = Number(name, value, 0, 65535) },
        "--check-interval" => this with { CheckInterval = TimeSpan.FromMilliseconds(Number(name, value, 1, 3_600_000)) },
        _ => throw new FormatException($"Unknown option {name}."),
    };

    private HostArguments WithFsync(string value) => value.Split('=') switch
    {
        ["never"] => this with { Fsync = FsyncPolicy.Never },
        ["always"] => this with { Fsync = FsyncPolicy.Always },
        ["interval", var milliseconds] => this with { Fsync = FsyncPolicy.Interval, FsyncInterval = TimeSpan.FromMilliseconds(Number("--fsync interval", milliseconds, 1, 3_600_000)) },
        _ => throw new FormatException($"--fsync must be never, always or interval=MILLISECONDS, not {value}."),
    };

    private static int Number(string name, string value, int min, int max) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new FormatException($"{name} must be a number from {min} to {max}, not {value}.");
}
