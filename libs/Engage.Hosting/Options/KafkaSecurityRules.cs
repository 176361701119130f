using Microsoft.Extensions.Options;

namespace Engage.Hosting.Options;

/// <summary>What must be given together.</summary>
internal sealed class KafkaSecurityRules : IValidateOptions<KafkaSecurityOptions>
{
    public ValidateOptionsResult Validate(string? name, KafkaSecurityOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        var isSasl = options.Protocol is KafkaSecurityProtocol.SaslSsl or KafkaSecurityProtocol.SaslPlaintext;
        var isTls = options.Protocol is KafkaSecurityProtocol.SaslSsl or KafkaSecurityProtocol.Ssl;

        if (isSasl && options.Mechanism != KafkaSaslMechanism.OAuthBearer)
        {
            if (options.Username.Length == 0) result.AddError($"must be given for {options.Mechanism}", nameof(options.Username));
            if (options.Password.Length == 0) result.AddError($"must be given for {options.Mechanism}", nameof(options.Password));
        }

        if (options.Protocol == KafkaSecurityProtocol.SaslPlaintext && options.Mechanism == KafkaSaslMechanism.Plain)
            result.AddError("would send the password unencrypted; use Kafka:Security:Protocol=SaslSsl or a SCRAM mechanism", nameof(options.Mechanism));
        if (!isSasl && options.Username.Length > 0)
            result.AddError("is used only with Kafka:Security:Protocol SaslSsl or SaslPlaintext", nameof(options.Username));

        RequireFile(result, options.CaFile, nameof(options.CaFile), isTls);
        RequireFile(result, options.CertificateFile, nameof(options.CertificateFile), isTls);
        RequireFile(result, options.KeyFile, nameof(options.KeyFile), isTls);
        if (options.CertificateFile.Length > 0 != options.KeyFile.Length > 0)
            result.AddError("must be given together with Kafka:Security:CertificateFile", nameof(options.KeyFile));
        return result.Build();
    }

    private static void RequireFile(ValidateOptionsResultBuilder result, string path, string property, bool isTls)
    {
        if (path.Length == 0) return;
        if (!isTls) result.AddError("is used only with Kafka:Security:Protocol Ssl or SaslSsl", property);
        else if (!File.Exists(path)) result.AddError("no such file", property);
    }
}
