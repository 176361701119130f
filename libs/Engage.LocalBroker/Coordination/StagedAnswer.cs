using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Coordination;

/// <summary>An answer decided but not yet sent, because what it promises is not yet stored.</summary>
internal abstract class StagedAnswer
{
    /// <summary>Sends the answer as decided.</summary>
    public abstract void Send();

    /// <summary>Sends <paramref name="error"/> instead, because storing failed.</summary>
    public abstract void Refuse(ErrorCode error);

    public static StagedAnswer Of<TResponse>(Reply<TResponse> reply, TResponse response) => new Case<TResponse>(reply, response);

    /// <summary>Completion of submitted work; refused when the flush it had to wait for failed.</summary>
    public static StagedAnswer Of<T>(TaskCompletionSource<T> completion, T result) => new Completion<T>(completion, result);

    private sealed class Completion<T>(TaskCompletionSource<T> completion, T result) : StagedAnswer
    {
        public override void Send() => completion.TrySetResult(result);

        public override void Refuse(ErrorCode error) => completion.TrySetException(new IOException("The journal could not be flushed."));
    }

    private sealed class Case<TResponse>(Reply<TResponse> reply, TResponse response) : StagedAnswer
    {
        public override void Send() => reply.Settle(response);

        public override void Refuse(ErrorCode error) => reply.Refuse(error);
    }
}
