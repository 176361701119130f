using System.ComponentModel.DataAnnotations;

namespace Engage.Hosting.Options;

/// <summary>Section <c>Kafka</c>: the cluster and this process's place in it.</summary>
public sealed class KafkaOptions
{
    /// <summary>host:port, several separated by commas.</summary>
    [Required(ErrorMessage = "must name at least one host:port")]
    [RegularExpression(@"\s*(\[[^\],]+\]|[^\s:,]+):\d{1,5}\s*(,\s*(\[[^\],]+\]|[^\s:,]+):\d{1,5}\s*)*", ErrorMessage = "must be host:port, several separated by commas")]
    public string BootstrapServers { get; init; } = "127.0.0.1:9092";

    /// <summary>Put before every topic, group and transactional id, so that several installations can share a cluster.</summary>
    [RegularExpression("[a-zA-Z0-9._-]{0,100}", ErrorMessage = "may have up to 100 letters, digits, dots, underscores and hyphens")]
    public string TopicPrefix { get; init; } = "engage.";

    /// <summary>Stable name of this process among those of its worker, for example its ordinal. Empty: one is generated and kept in the state directory.</summary>
    [RegularExpression("[a-zA-Z0-9._-]{0,100}", ErrorMessage = "may have up to 100 letters, digits, dots, underscores and hyphens")]
    public string InstanceId { get; init; } = "";

    public KafkaSecurityOptions Security { get; init; } = new();

    /// <summary>Further settings by their librdkafka names, for what has no option here (OAUTHBEARER, timeouts, socket tuning).</summary>
    public IReadOnlyDictionary<string, string> Extra { get; init; } = new Dictionary<string, string>();
}
