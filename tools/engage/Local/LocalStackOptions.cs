namespace Engage.Cli.Local;

/// <summary>How the embedded stack is started.</summary>
internal sealed record LocalStackOptions
{
    /// <summary>Everything durable lives below it.</summary>
    public required string DataDirectory { get; init; }

    public int PortOffset { get; init; }

    /// <summary>False: broker, registry and sandbox only.</summary>
    public bool WithWorkers { get; init; } = true;

    /// <summary>A cluster to use instead of the embedded broker; null: the embedded one.</summary>
    public string? Broker { get; init; }

    /// <summary>Slack channels and people that exist at start.</summary>
    public IReadOnlyList<string> SlackRecipients { get; init; } = [];

    /// <summary>Partitions of player-keyed topics: few, since each costs a worker a file and a share of every commit.</summary>
    public int Partitions { get; init; } = 4;
}
