namespace Engage.LocalBroker.Topics;

/// <summary>Every topic configuration this broker knows; each other name is refused.</summary>
internal static class ConfigKeys
{
    public const string CleanupPolicy = "cleanup.policy";
    public const string RetentionMs = "retention.ms";
    public const string RetentionBytes = "retention.bytes";
    public const string SegmentBytes = "segment.bytes";
    public const string SegmentMs = "segment.ms";
    public const string MaxMessageBytes = "max.message.bytes";
    public const string TimestampType = "message.timestamp.type";
    public const string TimestampBeforeMaxMs = "message.timestamp.before.max.ms";
    public const string TimestampAfterMaxMs = "message.timestamp.after.max.ms";
    public const string MinCompactionLagMs = "min.compaction.lag.ms";
    public const string MaxCompactionLagMs = "max.compaction.lag.ms";
    public const string DeleteRetentionMs = "delete.retention.ms";
    public const string MinCleanableDirtyRatio = "min.cleanable.dirty.ratio";

    private const string Forever = "9223372036854775807";

    public static IReadOnlyList<ConfigKey> All { get; } =
    [
        new(CleanupPolicy, "delete", ConfigKind.ChoiceList, Choices: ["delete", "compact"]),
        new(RetentionMs, "604800000", ConfigKind.Int64, Min: -1),
        new(RetentionBytes, "-1", ConfigKind.Int64, Min: -1),
        new(SegmentBytes, "67108864", ConfigKind.Int32, Min: 1024), // Kafka's default of 1 GiB makes neither retention nor compaction visible on a laptop.
        new(SegmentMs, "604800000", ConfigKind.Int64, Min: 1),
        new(MaxMessageBytes, "1048588", ConfigKind.Int32),
        new(TimestampType, "CreateTime", ConfigKind.Choice, Choices: ["CreateTime", "LogAppendTime"]),
        new(TimestampBeforeMaxMs, Forever, ConfigKind.Int64),
        new(TimestampAfterMaxMs, "3600000", ConfigKind.Int64),
        new(MinCompactionLagMs, "0", ConfigKind.Int64),
        new(MaxCompactionLagMs, Forever, ConfigKind.Int64, Min: 1),
        new(DeleteRetentionMs, "86400000", ConfigKind.Int64),
        new(MinCleanableDirtyRatio, "0.5", ConfigKind.Ratio),

        // Accepted and reported so that production scripts run unchanged; without effect on a single node that never recompresses.
        new("compression.type", "producer", ConfigKind.Choice, Choices: ["producer", "uncompressed", "gzip", "snappy", "lz4", "zstd"]),
        new("min.insync.replicas", "1", ConfigKind.Int32, Min: 1),
        new("flush.messages", Forever, ConfigKind.Int64, Min: 1),
        new("flush.ms", Forever, ConfigKind.Int64),
        new("index.interval.bytes", "4096", ConfigKind.Int32),
        new("segment.index.bytes", "10485760", ConfigKind.Int32, Min: 4),
        new("segment.jitter.ms", "0", ConfigKind.Int64),
        new("preallocate", "false", ConfigKind.Boolean),
        new("file.delete.delay.ms", "60000", ConfigKind.Int64),
        new("unclean.leader.election.enable", "false", ConfigKind.Boolean),
    ];

    private static readonly Dictionary<string, ConfigKey> ByName = All.ToDictionary(key => key.Name);

    /// <summary>Null for a name this broker does not know.</summary>
    public static ConfigKey? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Null when every override is known and well-formed, else the first complaint.</summary>
    public static string? Complaint(IEnumerable<KeyValuePair<string, string>> overrides)
    {
        foreach (var (name, value) in overrides)
        {
            if (Find(name) is not { } key) return $"Unknown topic config name: {name}.";
            if (key.Complaint(value) is { } complaint) return complaint;
        }

        return null;
    }
}
