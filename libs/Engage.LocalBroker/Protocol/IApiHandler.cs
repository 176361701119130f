namespace Engage.LocalBroker.Protocol;

/// <summary>Serves one request type in all its advertised versions (see <see cref="ApiVersionTable"/>).</summary>
/// <remarks>
/// Called from many connections at once, but from each connection one request at a time: the next one waits for this one's task.
/// <see cref="MalformedRequestException"/> closes the connection; any other exception is a bug, is logged and closes it too.
/// </remarks>
internal interface IApiHandler
{
    ApiKey Api { get; }

    /// <summary>Reads <see cref="RequestContext.Read"/>, acts, and writes the answer's body to <see cref="RequestContext.Reply"/>.</summary>
    ValueTask HandleAsync(RequestContext request);

    /// <summary>Answers with <paramref name="error"/> wherever this request's answer has room for one, without acting. Fault injection calls it.</summary>
    void Refuse(RequestContext request, ErrorCode error);
}
