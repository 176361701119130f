using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Requests;

/// <summary>Tells clients which requests and versions they may use. Needs no state, and may be asked at any time.</summary>
/// <remarks>
/// Response v0: error i16, apis [ key i16, min i16, max i16 ]; v1+: throttle i32 after the array; v3+: flexible, without features.
/// An unknown version is answered in the layout of v0, so that a newer client can retry lower.
/// </remarks>
internal sealed class ApiVersionsHandler : IApiHandler
{
    public ApiKey Api => ApiKey.ApiVersions;

    public ValueTask HandleAsync(RequestContext request)
    {
        var own = ApiVersionTable.Find(ApiKey.ApiVersions)!.Value;
        if (own.Contains(request.Version)) Write(request.Reply(), request.Version, ErrorCode.None, ApiVersionTable.All);
        else Write(request.ReplyInOldestLayout(), version: 0, ErrorCode.UnsupportedVersion, [own]);
        return ValueTask.CompletedTask;
    }

    public void Refuse(RequestContext request, ErrorCode error) => Write(request.Reply(), request.Version, error, []);

    private static void Write(KafkaWriter reply, short version, ErrorCode error, ReadOnlySpan<ApiVersionRange> ranges)
    {
        reply.WriteError(error);
        reply.WriteArrayCount(ranges.Length);
        foreach (var range in ranges)
        {
            reply.WriteInt16((short)range.Api);
            reply.WriteInt16(range.Min);
            reply.WriteInt16(range.Max);
            reply.WriteTags();
        }

        if (version >= 1) reply.WriteThrottle();
        reply.WriteTags();
    }
}
