using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Coordination;

/// <summary>Where one answer goes. Created by the asker, parked by a state machine for as long as it likes, settled once by the coordinator.</summary>
/// <param name="refusal">The answer that carries an error in this API's shape.</param>
/// <remarks>Settling never runs the asker's code on the coordinator's thread of control.</remarks>
internal sealed class Reply<TResponse>(Func<ErrorCode, TResponse> refusal)
{
    private readonly TaskCompletionSource<TResponse> settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TResponse> Settled => settled.Task;

    public void Settle(TResponse response) => settled.TrySetResult(response);

    public void Refuse(ErrorCode error) => settled.TrySetResult(refusal(error));
}
