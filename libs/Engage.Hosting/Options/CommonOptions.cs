namespace Engage.Hosting.Options;

/// <summary>The sections that every worker has.</summary>
internal sealed record CommonOptions(
    KafkaOptions Kafka,
    RegistryOptions Registry,
    StateOptions State,
    ProcessingOptions Processing,
    MetricsOptions Metrics,
    LoggingOptions Logging);
