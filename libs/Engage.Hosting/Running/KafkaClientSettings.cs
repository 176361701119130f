using Engage.Hosting.Options;
using Engage.Streams.Kafka;

namespace Engage.Hosting.Running;

/// <summary>Typed options as librdkafka's properties.</summary>
internal static class KafkaClientSettings
{
    public static KafkaClientOptions From(KafkaOptions kafka, string worker)
    {
        var properties = new Dictionary<string, string>(kafka.Extra);
        AddSecurity(properties, kafka.Security);
        return new() { BootstrapServers = kafka.BootstrapServers, ClientId = $"engage-{worker}", Extra = properties };
    }

    private static void AddSecurity(Dictionary<string, string> properties, KafkaSecurityOptions security)
    {
        if (security.Protocol is KafkaSecurityProtocol.Unset or KafkaSecurityProtocol.Plaintext) return;

        properties["security.protocol"] = security.Protocol switch
        {
            KafkaSecurityProtocol.Ssl => "ssl",
            KafkaSecurityProtocol.SaslPlaintext => "sasl_plaintext",
            _ => "sasl_ssl",
        };
        AddGiven(properties, "ssl.ca.location", security.CaFile);
        AddGiven(properties, "ssl.certificate.location", security.CertificateFile);
        AddGiven(properties, "ssl.key.location", security.KeyFile);
        AddGiven(properties, "ssl.key.password", security.KeyPassword);
        if (security.Protocol == KafkaSecurityProtocol.Ssl) return;

        properties["sasl.mechanism"] = security.Mechanism switch
        {
            KafkaSaslMechanism.ScramSha512 => "SCRAM-SHA-512",
            KafkaSaslMechanism.ScramSha256 => "SCRAM-SHA-256",
            KafkaSaslMechanism.Plain => "PLAIN",
            _ => "OAUTHBEARER",
        };
        AddGiven(properties, "sasl.username", security.Username);
        AddGiven(properties, "sasl.password", security.Password);
    }

    private static void AddGiven(Dictionary<string, string> properties, string name, string value)
    {
        if (value.Length > 0) properties[name] = value;
    }
}
