using Engage.Rules.Definitions;

namespace Engage.Rules.Parsing;

internal static class EndpointParser
{
    public static Endpoint? Parse(MappingReader reader, DocumentHead head)
    {
        var address = reader.RequireText("address", "address: https://host/path");
        if (address.Length > 0 && ConnectionParser.AddressMistake(address, "https", "http") is { } mistake) reader.ErrorAt("address", mistake);
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { Scheme: "http", IsLoopback: false })
        {
            reader.WarnAt("address", "http sends player data in clear; use https");
        }

        return new Endpoint
        {
            Id = head.Id,
            Name = head.Name,
            Status = head.Status,
            Purpose = reader.Choice("purpose", EndpointPurpose.Webhook, ("webhook", EndpointPurpose.Webhook), ("platform", EndpointPurpose.Platform)),
            Address = address,
            Credentials = ConnectionParser.ParseCredentials(reader),
            Limits = ConnectionParser.ParseLimits(reader),
        };
    }
}
