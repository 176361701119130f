using Engage.Hosting.Options;
using Engage.Hosting.Running;

namespace Engage.Hosting.Tests.Running;

public sealed class ClientSettings
{
    [Fact]
    public void Plain_text_needs_no_setting()
    {
        Assert.Empty(Extra(new KafkaSecurityOptions { Protocol = KafkaSecurityProtocol.Plaintext }));
    }

    [Fact]
    public void Tls_with_a_client_certificate_is_spelled_as_the_client_library_reads_it()
    {
        var extra = Extra(new KafkaSecurityOptions { Protocol = KafkaSecurityProtocol.Ssl, CaFile = "/ca.pem", CertificateFile = "/me.pem", KeyFile = "/me.key", KeyPassword = "hunter2" });

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["security.protocol"] = "ssl",
                ["ssl.ca.location"] = "/ca.pem",
                ["ssl.certificate.location"] = "/me.pem",
                ["ssl.key.location"] = "/me.key",
                ["ssl.key.password"] = "hunter2",
            },
            extra);
    }

    [Theory]
    [InlineData(KafkaSaslMechanism.ScramSha512, "SCRAM-SHA-512")]
    [InlineData(KafkaSaslMechanism.ScramSha256, "SCRAM-SHA-256")]
    [InlineData(KafkaSaslMechanism.Plain, "PLAIN")]
    [InlineData(KafkaSaslMechanism.OAuthBearer, "OAUTHBEARER")]
    public void Sasl_mechanisms_have_kafkas_names(KafkaSaslMechanism mechanism, string name)
    {
        var extra = Extra(new KafkaSecurityOptions { Protocol = KafkaSecurityProtocol.SaslSsl, Mechanism = mechanism, Username = "ada", Password = "hunter2" });

        Assert.Equal("sasl_ssl", extra["security.protocol"]);
        Assert.Equal(name, extra["sasl.mechanism"]);
        Assert.Equal("ada", extra["sasl.username"]);
        Assert.Equal("hunter2", extra["sasl.password"]);
    }

    [Fact]
    public void Further_settings_pass_through()
    {
        var options = new KafkaOptions { Extra = new Dictionary<string, string> { ["sasl.oauthbearer.method"] = "oidc" } };

        Assert.Equal("oidc", KafkaClientSettings.From(options, "accumulator").Extra["sasl.oauthbearer.method"]);
    }

    private static IReadOnlyDictionary<string, string> Extra(KafkaSecurityOptions security) =>
        KafkaClientSettings.From(new KafkaOptions { Security = security }, "accumulator").Extra;
}
