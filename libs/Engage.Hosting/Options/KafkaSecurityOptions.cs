using Engage.Hosting.Configuration;

namespace Engage.Hosting.Options;

/// <summary>Section <c>Kafka:Security</c>.</summary>
public sealed class KafkaSecurityOptions
{
    public KafkaSecurityProtocol Protocol { get; init; }

    /// <summary>File with the certificates of trusted authorities (PEM). Empty: the system's.</summary>
    public string CaFile { get; init; } = "";

    /// <summary>File with this client's certificate (PEM). Empty: none.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>File with the certificate's private key (PEM).</summary>
    public string KeyFile { get; init; } = "";

    [Secret]
    public string KeyPassword { get; init; } = "";

    public KafkaSaslMechanism Mechanism { get; init; } = KafkaSaslMechanism.ScramSha512;

    public string Username { get; init; } = "";

    [Secret]
    public string Password { get; init; } = "";
}
