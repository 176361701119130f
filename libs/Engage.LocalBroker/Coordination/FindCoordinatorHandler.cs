using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Coordination;

/// <summary>FindCoordinator (10) versions 0 to 2: this node coordinates every group and every transaction.</summary>
internal sealed class FindCoordinatorHandler(BrokerEndpoint endpoint) : IApiHandler
{
    private const int NoNode = -1;
    private const sbyte KeyTypeMax = 1; // 0 group, 1 transaction.

    public ApiKey Api => ApiKey.FindCoordinator;

    public ValueTask HandleAsync(RequestContext request)
    {
        var reader = request.Read();
        _ = reader.ReadString(); // The key: whatever it is, this node is responsible for it.
        var keyType = request.Version >= 1 ? reader.ReadInt8() : (sbyte)0;
        Answer(request, keyType is >= 0 and <= KeyTypeMax ? ErrorCode.None : ErrorCode.InvalidRequest);
        return ValueTask.CompletedTask;
    }

    public void Refuse(RequestContext request, ErrorCode error) => Answer(request, error);

    private void Answer(RequestContext request, ErrorCode error)
    {
        var isFound = error == ErrorCode.None;
        var writer = request.Reply();
        if (request.Version >= 1) writer.WriteThrottle();
        writer.WriteError(error);
        if (request.Version >= 1) writer.WriteNullableString(null);
        writer.WriteInt32(isFound ? BrokerEndpoint.NodeId : NoNode);
        writer.WriteString(isFound ? endpoint.Host : "");
        writer.WriteInt32(isFound ? endpoint.Port : NoNode);
    }
}
