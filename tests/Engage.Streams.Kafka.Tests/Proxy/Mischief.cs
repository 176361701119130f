namespace Engage.Streams.Kafka.Tests.Proxy;

/// <summary>What a proxy does to the traffic.</summary>
internal sealed class Mischief
{
    private readonly TaskCompletionSource<short> replayed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource changelogAnswered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int answersToLose;
    private int requestsToKeep;
    private volatile bool isKeeping;
    private byte[]? kept;

    /// <summary>Awaited before a request of the kind given goes on; what follows on the same connection waits behind it.</summary>
    public Func<short, Task> BeforeRequest { get; init; } = static _ => Task.CompletedTask;

    /// <summary>Requests of this kind are carried out, but the connection breaks before the answer.</summary>
    public short LosesAnswersTo { get; init; } = -1;

    public int AnswersToLose
    {
        init => answersToLose = value;
    }

    public int AnswersLeft => Volatile.Read(ref answersToLose);

    /// <summary>
    /// The next EndTxn is kept and the connection broken, so that the client sends it again. The kept one is delivered in the midst of the next transaction: its records are written, its
    /// offsets, which go no further, are not.
    /// </summary>
    public bool KeepsEndTxn
    {
        init => requestsToKeep = value ? 1 : 0;
    }

    /// <summary>The error code that the late EndTxn was answered with.</summary>
    public Task<short> Replayed => replayed.Task;

    public bool LosesAnswer(short api) => api == LosesAnswersTo && Interlocked.Decrement(ref answersToLose) >= 0;

    /// <returns>Whether the request must not go on.</returns>
    public bool Keeps(short api, byte[] frame)
    {
        if (api != ApiKeys.EndTxn || Interlocked.Exchange(ref requestsToKeep, 0) == 0) return false;
        Volatile.Write(ref kept, frame);
        isKeeping = true;
        return true;
    }

    /// <returns>The kept request, if the time to deliver it comes as soon as <see cref="RecordsWritten"/>.</returns>
    public byte[]? Release(short api) => api == ApiKeys.AddOffsetsToTxn ? Interlocked.Exchange(ref kept, null) : null;

    /// <summary>Completes when the transaction after the kept request's has its changelog written.</summary>
    public Task RecordsWritten => changelogAnswered.Task;

    /// <summary>The broker has written a batch of a changelog.</summary>
    public void ChangelogAnswered()
    {
        if (isKeeping) changelogAnswered.TrySetResult();
    }

    public void Answered(short error) => replayed.TrySetResult(error);

    public void Failed(Exception failure) => replayed.TrySetException(failure);
}
