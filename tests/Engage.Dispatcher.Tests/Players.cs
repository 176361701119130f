using Engage.Contracts;

namespace Engage.Dispatcher.Tests;

/// <summary>Profile rows as the materializer writes them.</summary>
internal static class Players
{
    public static PlayerProfile Contactable(string id = "p1", long version = 1) => new()
    {
        PlayerId = id,
        Version = version,
        Suppression = "none",
        Consents = new Dictionary<string, bool> { ["sms"] = true, ["email"] = true },
        Attributes = new Dictionary<string, AttributeValue>
        {
            ["first_name"] = AttributeValue.FromString("Ada"),
            ["phone"] = AttributeValue.FromString("+4790000001"),
            ["email"] = AttributeValue.FromString("ada@player.example"),
            ["language"] = AttributeValue.FromString("en"),
        },
    };
}
