namespace Engage.Hosting.Options;

/// <summary>How SASL authenticates.</summary>
public enum KafkaSaslMechanism
{
    ScramSha512,

    ScramSha256,

    /// <summary>The password travels as it is: only inside TLS.</summary>
    Plain,

    /// <summary>By token; configured with <c>Kafka:Extra:sasl.oauthbearer.*</c>.</summary>
    OAuthBearer,
}
