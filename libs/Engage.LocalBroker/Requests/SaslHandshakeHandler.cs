using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Requests;

/// <summary>Tells a client that was configured for SASL that this port speaks plaintext, instead of leaving it guessing.</summary>
/// <remarks>Request v0-1: mechanism str. Response: error i16, mechanisms [ str ].</remarks>
internal sealed class SaslHandshakeHandler : IApiHandler
{
    public ApiKey Api => ApiKey.SaslHandshake;

    public ValueTask HandleAsync(RequestContext request)
    {
        Refuse(request, ErrorCode.IllegalSaslState);
        return ValueTask.CompletedTask;
    }

    public void Refuse(RequestContext request, ErrorCode error)
    {
        var reply = request.Reply();
        reply.WriteError(error);
        reply.WriteArrayCount(0);
    }
}
