using Engage.Rules.Definitions;

namespace Engage.Rules.Parsing;

internal static class ChannelAccountParser
{
    public static ChannelAccount? Parse(MappingReader reader, DocumentHead head)
    {
        var provider = reader.RequireChoice(
            "provider", "provider: slack", ("slack", ChannelProvider.Slack), ("twilio", ChannelProvider.Twilio), ("smtp", ChannelProvider.Smtp));
        var address = reader.Text("address");
        var mistake = (address, provider) switch
        {
            (null, _) => null,
            (_, ChannelProvider.Smtp) => ConnectionParser.AddressMistake(address, "smtp", "smtps"),
            _ => ConnectionParser.AddressMistake(address, "https", "http"),
        };
        if (mistake is not null) reader.ErrorAt("address", mistake);
        if (provider == ChannelProvider.Smtp && !reader.Has("address")) reader.Context.Error(reader.Node.Position, "", "'address' is missing; add address: smtp://mail.example:587");

        return new ChannelAccount
        {
            Id = head.Id,
            Name = head.Name,
            Status = head.Status,
            Provider = provider,
            Address = address,
            Sender = reader.Text("sender"),
            Credentials = ConnectionParser.ParseCredentials(reader),
            Limits = ConnectionParser.ParseLimits(reader),
        };
    }
}
