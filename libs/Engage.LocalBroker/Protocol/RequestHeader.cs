namespace Engage.LocalBroker.Protocol;

/// <summary>The fields before every request's body.</summary>
/// <remarks>
/// v1: api_key i16, api_version i16, correlation_id i32, client_id str?; v2 (flexible requests): the same, client_id still with an
/// int16 length, then tagged fields. See https://kafka.apache.org/protocol#protocol_messages.
/// </remarks>
internal readonly record struct RequestHeader(ApiKey Api, short Version, int CorrelationId, string? ClientId)
{
    /// <summary>Reads the header at the start of <paramref name="frame"/> (without its length prefix).</summary>
    /// <param name="frame">One whole request.</param>
    /// <param name="bodyStart">Where the body begins.</param>
    /// <exception cref="MalformedRequestException">The frame is too short for a header.</exception>
    public static RequestHeader Read(ReadOnlySpan<byte> frame, out int bodyStart)
    {
        var reader = new KafkaReader(frame, flexible: false);
        var api = (ApiKey)reader.ReadInt16();
        var version = reader.ReadInt16();
        var correlationId = reader.ReadInt32();
        var clientId = reader.ReadNullableString();
        bodyStart = reader.Position;

        if (ApiVersionTable.Find(api) is { } range && range.IsFlexible(version))
        {
            var tags = new KafkaReader(frame[bodyStart..], flexible: true);
            tags.SkipTags();
            bodyStart += tags.Position;
        }

        return new RequestHeader(api, version, correlationId, clientId);
    }
}
