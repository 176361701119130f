namespace Engage.Dispatcher.Tests;

public sealed class ChannelsRulesTests
{
    [Fact]
    public void Nothing_has_to_be_configured() => Assert.True(new ChannelsRules().Validate(null, new ChannelsOptions()).Succeeded);

    [Fact]
    public void An_account_is_configured_whole_or_not_at_all()
    {
        var options = new ChannelsOptions { DefaultCountryCode = "047", SlackMessageInterval = TimeSpan.FromHours(1) };
        options.Twilio.AccountSid = "AC1";
        options.Smtp.Host = "relay.example";
        options.Smtp.Port = 0;

        var failures = string.Join('\n', new ChannelsRules().Validate(null, options).Failures!);

        foreach (var name in (string[])["Twilio:AuthToken", "Twilio:Sender", "Smtp:Sender", "Smtp:Port", "DefaultCountryCode", "SlackMessageInterval"]) Assert.Contains(name, failures);
    }
}
