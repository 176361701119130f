using Engage.Channels.Smtp;
using Microsoft.Extensions.Options;

namespace Engage.Dispatcher;

/// <summary>An account is configured whole or not at all.</summary>
internal sealed class ChannelsRules : IValidateOptions<ChannelsOptions>
{
    public ValidateOptionsResult Validate(string? name, ChannelsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = new ValidateOptionsResultBuilder();
        if (!string.IsNullOrEmpty(options.Twilio.AccountSid))
        {
            if (options.Twilio.AuthToken.Length == 0) failures.AddError("must be set beside Twilio:AccountSid", "Twilio:AuthToken");
            if (options.Twilio.Sender.Length == 0) failures.AddError("must be set beside Twilio:AccountSid: a number, a name or a messaging service", "Twilio:Sender");
        }

        if (!string.IsNullOrEmpty(options.Smtp.Host))
        {
            if (!EmailAddress.TryParse(options.Smtp.Sender, out _)) failures.AddError("must be an email address, since Smtp:Host is set", "Smtp:Sender");
            if (options.Smtp.Port is < 1 or > 65_535) failures.AddError("must be 1 to 65535", "Smtp:Port");
        }

        if (options.DefaultCountryCode is { Length: > 0 } code && !(code.Length <= 3 && code.All(char.IsAsciiDigit) && code[0] != '0'))
            failures.AddError("must be 1 to 3 digits, such as 47", nameof(options.DefaultCountryCode));
        if (options.SlackMessageInterval < TimeSpan.Zero || options.SlackMessageInterval > TimeSpan.FromMinutes(1))
            failures.AddError("must be 0s to 1m", nameof(options.SlackMessageInterval));
        if (options.Twilio.ReconcileDelay < TimeSpan.Zero || options.Twilio.ReconcileDelay > TimeSpan.FromMinutes(15))
            failures.AddError("must be 0s to 15m", "Twilio:ReconcileDelay");
        return failures.Build();
    }
}
