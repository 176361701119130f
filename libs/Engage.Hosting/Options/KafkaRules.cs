using System.Net;

using Microsoft.Extensions.Options;

namespace Engage.Hosting.Options;

/// <summary>Refuses unprotected connections to other machines unless asked for, and settings that the engine depends on.</summary>
internal sealed class KafkaRules : IValidateOptions<KafkaOptions>
{
    /// <summary>librdkafka settings on which exactly-once depends, or which have an option of their own.</summary>
    private static readonly HashSet<string> Owned = new(StringComparer.OrdinalIgnoreCase)
    {
        "bootstrap.servers", "metadata.broker.list", "group.id", "group.instance.id", "group.protocol", "transactional.id", "transaction.timeout.ms", "enable.idempotence",
        "enable.auto.commit", "auto.commit.interval.ms", "enable.auto.offset.store", "isolation.level", "auto.offset.reset", "enable.partition.eof", "partition.assignment.strategy",
        "session.timeout.ms", "partitioner", "acks", "request.required.acks", "delivery.timeout.ms", "message.timeout.ms", "security.protocol", "sasl.mechanism", "sasl.mechanisms",
        "sasl.username", "sasl.password", "ssl.ca.location", "ssl.certificate.location", "ssl.key.location", "ssl.key.password",
    };

    public ValidateOptionsResult Validate(string? name, KafkaOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.Security.Protocol == KafkaSecurityProtocol.Unset && FirstRemoteHost(options.BootstrapServers) is { } host)
            result.AddError($"{host} is another machine, so Kafka:Security:Protocol must say Plaintext, Ssl, SaslPlaintext or SaslSsl", nameof(options.BootstrapServers));
        foreach (var setting in options.Extra.Keys.Where(Owned.Contains))
            result.AddError("is set by the engine or by an option of its own", $"{nameof(options.Extra)}:{setting}");
        return result.Build();
    }

    private static string? FirstRemoteHost(string servers) => servers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(server => server[..Math.Max(0, server.LastIndexOf(':'))])
        .FirstOrDefault(host => host.Length > 0 && !IsThisMachine(host));

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
