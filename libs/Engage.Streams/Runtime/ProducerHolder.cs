using Engage.Streams.Ports;

namespace Engage.Streams.Runtime;

/// <summary>The thread's producer: made, initialised, and thrown away whenever something of it might still be under way.</summary>
internal sealed class ProducerHolder(WorkerPlan plan, WorkerServices services, string transactionalId) : IDisposable
{
    /// <summary>Shorter than any poll interval; the loop polls between attempts.</summary>
    private static readonly TimeSpan InitTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Replaced more often than this in an hour for being fenced or broken, something is wrong that a new producer does not mend.</summary>
    private const int BrokenPerHourMax = 5;

    private const string TransportError = "transport_error";
    private const string RepeatedRequest = "repeated_request";

    private readonly Queue<long> brokenAt = [];
    private readonly Backoff backoff = new(services.Time, Backoff.Endless);
    private bool isInitialised;
    private long transportErrorsAtBegin;

    public ITransactionalProducer? Current { get; private set; }

    public bool IsReady => isInitialised;

    public bool IsPausing => backoff.IsPausing;

    /// <summary>Makes and initialises a producer if there is none, in a bounded attempt.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Ensure()
    {
        if (isInitialised) return true;
        if (backoff.IsPausing) return false;

        Current ??= services.Client.CreateProducer(new ProducerSettings(transactionalId, plan.Options.TransactionTimeout, plan.Options.RecordsMax) { RecordBytesMax = plan.Options.RecordBytesMax });
        try
        {
            Current.InitTransactions(InitTimeout);
            backoff.Succeeded();
            return isInitialised = true;
        }
        catch (ClientException error) when (error.Fault is ClientFault.Retriable or ClientFault.Transport)
        {
            services.Events.Fault(plan.Worker, "producer start", error);
            backoff.Failed();
            return false;
        }
        catch (ClientException error)
        {
            var exit = error.Fault is ClientFault.Fenced or ClientFault.FencedInstance ? WorkerExit.FencedByTwin : WorkerExit.Misconfigured;
            throw new WorkerFatalException(exit, $"The producer {transactionalId} cannot start: {error.Message}", error);
        }
    }

    public void BeforeTransaction()
    {
        Current!.Serve(TimeSpan.Zero);
        transportErrorsAtBegin = Current.TransportErrors;
    }

    /// <summary>To be called after a successful commit.</summary>
    /// <param name="hasRepeated">Whether one of its requests was sent again by us; the client's own repetitions show as transport errors.</param>
    public void AfterTransaction(bool hasRepeated)
    {
        if (hasRepeated) Replace(RepeatedRequest);
        else ReplaceAfterTransportError();
    }

    /// <summary>Ends what the lost transaction left behind.</summary>
    public void Settle(TransactionLostException lost, TimeSpan abortTimeout)
    {
        if (lost.Producer == ProducerFate.Keep || Current is null) return;
        if (lost.Producer == ProducerFate.Abort && TryAbort(abortTimeout))
        {
            ReplaceAfterTransportError(); // A second copy of the abort would end the next transaction.
            return;
        }

        if (lost.Cause is "fenced" or "fatal") CountBroken(lost);
        Replace(lost.Cause);
    }

    public void Dispose() => Current?.Dispose();

    private bool TryAbort(TimeSpan timeout)
    {
        try
        {
            Current!.Abort(timeout);
            return true;
        }
        catch (ClientException error)
        {
            services.Events.Fault(plan.Worker, "abort", error);
            return false;
        }
    }

    /// <summary>A transport error since the begin means that a request may have been sent twice, and that the second may arrive inside the next transaction.</summary>
    private void ReplaceAfterTransportError()
    {
        Current!.Serve(TimeSpan.Zero);
        if (Current.TransportErrors != transportErrorsAtBegin) Replace(TransportError);
    }

    private void Replace(string cause)
    {
        if (services.Failpoints.IsOff(Protections.ProducerReplacement) && cause is (TransportError or RepeatedRequest)) return;
        services.Counters.ProducersReplaced++;
        services.Events.ProducerReplaced(plan.Worker, cause);
        Current!.Abandon();
        Current = null;
        isInitialised = false;
    }

    private void CountBroken(TransactionLostException lost)
    {
        var now = services.Time.GetTimestamp();
        brokenAt.Enqueue(now);
        while (services.Time.GetElapsedTime(brokenAt.Peek(), now) > TimeSpan.FromHours(1)) brokenAt.Dequeue();
        if (brokenAt.Count > BrokenPerHourMax)
            throw new WorkerFatalException(lost.Cause == "fenced" ? WorkerExit.FencedByTwin : WorkerExit.TooManyFailures, $"The producer {transactionalId} broke {brokenAt.Count} times within an hour: {lost.Message}", lost);
    }
}
