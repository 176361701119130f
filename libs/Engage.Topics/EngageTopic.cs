using Engage.Avro.Binary;
using Engage.Streams;

namespace Engage.Topics;

/// <summary>A topic with UTF-8 keys and Avro values.</summary>
public sealed class EngageTopic<T, TCodec> : Topic<string, T>
    where T : class
    where TCodec : struct, IAvroCodec<T>
{
    internal EngageTopic(string name, bool fromOutside = false)
        : this(name, new WireFormat<T, TCodec>(name, fromOutside))
    {
    }

    private EngageTopic(string name, WireFormat<T, TCodec> wire)
        : base(name, Serdes.Utf8, wire) => Wire = wire;

    /// <summary>The values' format, for the paths that read in place.</summary>
    public WireFormat<T, TCodec> Wire { get; }
}
