using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Tests.Wire;

/// <summary>One answer's bytes.</summary>
internal sealed class RawAnswer(byte[] frame, bool flexible, ApiKey api)
{
    public byte[] Frame => frame;

    public int CorrelationId => new KafkaReader(frame, flexible: false).ReadInt32();

    /// <summary>A reader at the start of the body.</summary>
    public KafkaReader Read()
    {
        var header = new KafkaReader(frame, flexible && api != ApiKey.ApiVersions);
        header.ReadInt32();
        header.SkipTags();
        return new KafkaReader(frame.AsSpan(header.Position), flexible);
    }
}
