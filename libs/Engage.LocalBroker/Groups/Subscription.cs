using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>The one thing the broker reads inside a consumer's metadata: the topics it subscribes to.</summary>
/// <remarks>ConsumerProtocolSubscription: version i16, topics [ str ], more that depends on the version.</remarks>
internal static class Subscription
{
    public const string ConsumerProtocolType = "consumer";

    /// <summary>Whether this metadata subscribes to <paramref name="topic"/>; metadata that cannot be read counts as subscribed to everything.</summary>
    public static bool Includes(ReadOnlySpan<byte> metadata, string topic)
    {
        try
        {
            var reader = new KafkaReader(metadata, flexible: false);
            _ = reader.ReadInt16();
            for (var remaining = reader.ReadArrayCount(); remaining > 0; remaining--)
            {
                if (reader.ReadString() == topic) return true;
            }

            return false;
        }
        catch (MalformedRequestException)
        {
            return true;
        }
    }
}
