namespace Engage.Hosting.Options;

/// <summary>How connections to brokers are protected.</summary>
public enum KafkaSecurityProtocol
{
    /// <summary>Not said: plain text, which is accepted only for brokers on this machine.</summary>
    Unset,

    /// <summary>Neither encrypted nor authenticated, on purpose.</summary>
    Plaintext,

    /// <summary>TLS; with a client certificate where one is given.</summary>
    Ssl,

    /// <summary>Authenticated by SASL but not encrypted.</summary>
    SaslPlaintext,

    /// <summary>Authenticated by SASL inside TLS.</summary>
    SaslSsl,
}
