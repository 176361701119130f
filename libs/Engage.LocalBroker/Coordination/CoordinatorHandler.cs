using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Coordination;

/// <summary>Serves one request of the coordinator: reads it, gives the machines a turn, waits (perhaps long, as JoinGroup does), writes the answer.</summary>
internal sealed class CoordinatorHandler<TRequest, TResponse>(
    ApiKey api, Coordinator coordinator, CoordinatorAction<TRequest, TResponse> action) : IApiHandler
    where TRequest : ICoordinatorRequest<TRequest, TResponse>
    where TResponse : ICoordinatorResponse
{
    public ApiKey Api => api;

    public async ValueTask HandleAsync(RequestContext request)
    {
        var asked = Read(request);
        var client = new GroupClient(request.ClientId, request.ClientHost);
        var reply = new Reply<TResponse>(asked.Refused);
        coordinator.Post(turn => action(coordinator.Machines, asked, client, reply, turn));

        try
        {
            await Task.WhenAny(reply.Settled, coordinator.Ended).WaitAsync(request.Closed).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (request.Closed.IsCancellationRequested)
        {
            request.EndByClosing();
            return;
        }

        if (!reply.Settled.IsCompleted) await EndAsync(reply, request).ConfigureAwait(false);
        if (reply.Settled.IsCompleted) (await reply.Settled.ConfigureAwait(false)).Write(request.Reply(), request.Version);
    }

    public void Refuse(RequestContext request, ErrorCode error) => Read(request).Refused(error).Write(request.Reply(), request.Version);

    private async Task EndAsync(Reply<TResponse> reply, RequestContext request)
    {
        if (await coordinator.Ended.ConfigureAwait(false) == CoordinatorEnding.Stopped) reply.Refuse(ErrorCode.CoordinatorNotAvailable);
        else request.EndByClosing();
    }

    private static TRequest Read(RequestContext request)
    {
        var reader = request.Read();
        return TRequest.Read(ref reader, request.Version);
    }
}

/// <summary>What the machines do with one request.</summary>
internal delegate void CoordinatorAction<in TRequest, TResponse>(
    CoordinatorMachines machines, TRequest request, GroupClient client, Reply<TResponse> reply, Turn turn);
