using System.Threading.Channels;
using Engage.LocalBroker.Faults;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Coordination;

/// <inheritdoc cref="ICoordinator"/>
/// <remarks>
/// The state machines decide, one turn at a time; this class only brings them requests and timers in a single order, stores what they record, and
/// sends what they answer. Everything reachable from <see cref="machines"/> is touched by the loop's turns alone.
/// </remarks>
internal sealed class Coordinator : ICoordinator, IDisposable
{
    private const int TurnsPerBatchMax = 256; // Bounds how long an answer waits for the flush it shares with its successors.

    private readonly CoordinatorContext context;
    private readonly CoordinatorState state = new();
    private readonly CoordinatorClock clock;
    private readonly CoordinatorJournal journal;
    private readonly TimerHeap timers = new();
    private readonly Channel<Action> mailbox = Channel.CreateUnbounded<Action>(new() { SingleReader = true });
    private readonly TaskCompletionSource<CoordinatorEnding> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CoordinatorMachines? machines;
    private TurnCarrier? carrier;
    private ITimer? alarm;
    private Task loop = Task.CompletedTask;

    public Coordinator(CoordinatorContext context)
    {
        this.context = context;
        clock = new(context.Time);
        journal = new(context, [.. context.States, state]);
        Handlers = CoordinatorHandlers.All(this, context.Endpoint);
        Faults = new(this);
    }

    public bool PreviousStopWasClean => journal.EndedCleanly;

    public IReadOnlyList<IApiHandler> Handlers { get; }

    /// <summary>Interventions tests and operators make in groups and transactions.</summary>
    public CoordinatorFaults Faults { get; }

    /// <summary>Completes when the coordinator answers no more.</summary>
    public Task<CoordinatorEnding> Ended => ended.Task;

    public CoordinatorMachines Machines => machines ?? throw new InvalidOperationException("The coordinator is not started.");

    public CoordinatorState State => state;

    private TurnCarrier Carrier => carrier ?? throw new InvalidOperationException("The coordinator is not started.");

    public void Recover() => journal.Recover();

    public void Start(IPartitions partitions)
    {
        machines = new(state, context, partitions);
        carrier = new(context, journal, machines);
        Take(turn => machines.Resume(turn, context.Log));
        Carrier.Release();
        if (context.Options.Fsync == FsyncPolicy.Interval) timers.Set(new(TimerKind.JournalFlush), clock.NowMs);

        alarm = context.Time.CreateTimer(_ => mailbox.Writer.TryWrite(static () => { }), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        loop = Task.Run(RunAsync);
    }

    /// <summary>Gives the machines a turn; ignored once the coordinator has ended (see <see cref="Ended"/>).</summary>
    public void Post(Action<Turn> work) => mailbox.Writer.TryWrite(() => Take(work));

    public async Task<T> SubmitAsync<T>(Func<IJournal, T> work)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        mailbox.Writer.TryWrite(() => Run(work, completion));
        await Task.WhenAny(completion.Task, Ended).ConfigureAwait(false);
        return completion.Task.IsCompleted
            ? await completion.Task.ConfigureAwait(false)
            : throw new OperationCanceledException("The broker stopped before it did what was submitted.");
    }

    public ErrorCode WhyNotRegistered(string? transactionalId, long producerId, short producerEpoch) =>
        state.Transactions.WhyNotRegistered(transactionalId, producerId, producerEpoch);

    public async Task StopAsync()
    {
        Post(Machines.FinishPrepared);
        mailbox.Writer.TryComplete();
        await loop.ConfigureAwait(false);
        ended.TrySetResult(CoordinatorEnding.Stopped);
    }

    public void CloseCleanly() => journal.CloseCleanly();

    public void Abandon()
    {
        journal.Abandon();
        ended.TrySetResult(CoordinatorEnding.Abandoned);
        mailbox.Writer.TryComplete();
        alarm?.Dispose();
    }

    public void Dispose()
    {
        Abandon();
        carrier?.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            SetAlarm();
            while (await mailbox.Reader.WaitToReadAsync().ConfigureAwait(false) && !ended.Task.IsCompleted)
            {
                RunBatch();
                SetAlarm();
            }
        }
        catch (Exception failure) when (failure is BrokerCrashException or ObjectDisposedException && ended.Task.IsCompleted)
        {
            // Abandoned in the middle of a turn: what was staged is dropped, as a kill would.
        }
        catch (Exception failure)
        {
            context.Log($"The coordinator failed and answers no more: {failure}");
            ended.TrySetResult(CoordinatorEnding.Abandoned);
            throw;
        }
        finally
        {
            if (alarm is not null) await alarm.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void RunBatch()
    {
        for (var turns = 0; turns < TurnsPerBatchMax && mailbox.Reader.TryRead(out var work); turns++) work();
        Carrier.Release();

        for (var nowMs = clock.NowMs; timers.TryTakeDue(nowMs, out var timer);)
        {
            FireTimer(timer);
            Carrier.Release(); // Markers must not be written before the outcome they carry is as safe as the policy demands.
        }

        journal.SnapshotIfLarge();
    }

    private void FireTimer(TimerKey timer)
    {
        if (timer.Kind != TimerKind.JournalFlush)
        {
            Take(turn => Machines.OnTimer(timer, turn));
            return;
        }

        FlushPeriodically(timer);
    }

    private void FlushPeriodically(TimerKey timer)
    {
        try
        {
            journal.FlushToDisk();
        }
        catch (IOException failure)
        {
            context.Log($"The journal could not be flushed: {failure.Message}");
        }

        timers.Set(timer, clock.NowMs + (long)context.Options.FsyncInterval.TotalMilliseconds);
    }

    private void Take(Action<Turn> work)
    {
        var turn = new Turn(clock.NowMs, timers);
        work(turn);
        Carrier.Carry(turn);
    }

    private void Run<T>(Func<IJournal, T> work, TaskCompletionSource<T> completion)
    {
        try
        {
            var result = work(journal);
            Carrier.Stage(StagedAnswer.Of(completion, result));
        }
        catch (Exception failure) when (failure is not BrokerCrashException && !ended.Task.IsCompleted)
        {
            completion.TrySetException(failure);
        }
    }

    private void SetAlarm()
    {
        if (timers.NextDueMs is not { } dueMs) return;
        alarm?.Change(TimeSpan.FromMilliseconds(Math.Max(1, dueMs - clock.NowMs)), Timeout.InfiniteTimeSpan);
    }
}
