using System.Globalization;

namespace Engage.LocalBroker.Topics;

/// <summary>A topic's effective configuration, read once so that the data path sees numbers.</summary>
internal sealed record TopicConfig
{
    public static TopicConfig Default { get; } = From(new Dictionary<string, string>());

    public required CleanupPolicies Cleanup { get; init; }

    /// <summary>-1: without limit.</summary>
    public required long RetentionMs { get; init; }

    /// <summary>-1: without limit.</summary>
    public required long RetentionBytes { get; init; }

    public required int SegmentBytes { get; init; }

    public required long SegmentMs { get; init; }

    /// <summary>Largest batch, as it arrives (compressed), with its 12 bytes of offset and length.</summary>
    public required int MaxMessageBytes { get; init; }

    /// <summary>True when the broker's clock replaces the producer's timestamps.</summary>
    public required bool LogAppendTime { get; init; }

    public required long TimestampBeforeMaxMs { get; init; }

    public required long TimestampAfterMaxMs { get; init; }

    public required long MinCompactionLagMs { get; init; }

    public required long MaxCompactionLagMs { get; init; }

    public required long DeleteRetentionMs { get; init; }

    public required double MinCleanableDirtyRatio { get; init; }

    public bool Compacts => Cleanup.HasFlag(CleanupPolicies.Compact);

    public bool Deletes => Cleanup.HasFlag(CleanupPolicies.Delete);

    /// <summary>Defaults with <paramref name="overrides"/> on top; they must have passed <see cref="ConfigKeys.Complaint"/>.</summary>
    public static TopicConfig From(IReadOnlyDictionary<string, string> overrides)
    {
        return new TopicConfig
        {
            Cleanup = ConfigKey.Split(Text(ConfigKeys.CleanupPolicy)).Aggregate(CleanupPolicies.None, (sum, word) => sum | (word == "compact" ? CleanupPolicies.Compact : CleanupPolicies.Delete)),
            RetentionMs = Number(ConfigKeys.RetentionMs),
            RetentionBytes = Number(ConfigKeys.RetentionBytes),
            SegmentBytes = (int)Number(ConfigKeys.SegmentBytes),
            SegmentMs = Number(ConfigKeys.SegmentMs),
            MaxMessageBytes = (int)Number(ConfigKeys.MaxMessageBytes),
            LogAppendTime = Text(ConfigKeys.TimestampType) == "LogAppendTime",
            TimestampBeforeMaxMs = Number(ConfigKeys.TimestampBeforeMaxMs),
            TimestampAfterMaxMs = Number(ConfigKeys.TimestampAfterMaxMs),
            MinCompactionLagMs = Number(ConfigKeys.MinCompactionLagMs),
            MaxCompactionLagMs = Number(ConfigKeys.MaxCompactionLagMs),
            DeleteRetentionMs = Number(ConfigKeys.DeleteRetentionMs),
            MinCleanableDirtyRatio = double.Parse(Text(ConfigKeys.MinCleanableDirtyRatio), CultureInfo.InvariantCulture),
        };

        string Text(string name) => overrides.GetValueOrDefault(name) ?? ConfigKeys.Find(name)!.Default;

        long Number(string name) => long.Parse(Text(name), CultureInfo.InvariantCulture);
    }
}
