namespace Engage.Sandbox.Ledger;

/// <summary>Everything the emulated providers accepted, in order of acceptance: the judge of delivery tests.</summary>
/// <remarks>Safe for concurrent use. Holds every entry until <see cref="Clear"/>.</remarks>
public sealed class DeliveryLedger
{
    private readonly Lock gate = new();
    private readonly List<LedgerEntry> entries = [];
    private readonly Dictionary<(string Kind, string Mark), int> attempts = [];
    private TaskCompletionSource changed = NewSignal();

    /// <summary>A copy of the entries at this moment.</summary>
    public IReadOnlyList<LedgerEntry> Entries
    {
        get { lock (gate) return [.. entries]; }
    }

    /// <summary>Deliveries accepted more than once since the last <see cref="Clear"/>.</summary>
    public IReadOnlyList<Duplicate> Duplicates =>
    [
        .. Entries
            .Where(entry => entry.DeliveryMark is not null)
            .GroupBy(entry => (entry.Kind, Mark: entry.DeliveryMark!, entry.Recipient))
            .Where(group => group.Count() > 1)
            .Select(group => new Duplicate(group.Key.Kind, group.Key.Mark, group.Count(), [.. group.Select(entry => entry.Id)])),
    ];

    /// <summary>Completes with the entries as soon as they satisfy <paramref name="isEnough"/>.</summary>
    /// <exception cref="TimeoutException"><paramref name="limit"/> of real time passed first.</exception>
    public async Task<IReadOnlyList<LedgerEntry>> WaitUntilAsync(Func<IReadOnlyList<LedgerEntry>, bool> isEnough, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(isEnough);
        using var timeLimit = new CancellationTokenSource(limit);
        while (true)
        {
            Task signal;
            IReadOnlyList<LedgerEntry> now;
            lock (gate) (signal, now) = (changed.Task, [.. entries]);
            if (isEnough(now)) return now;

            try
            {
                await signal.WaitAsync(timeLimit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"The ledger held {now.Count} entries after {limit}, which was not yet enough.");
            }
        }
    }

    /// <summary>Forgets all entries and attempts.</summary>
    public void Clear()
    {
        lock (gate)
        {
            entries.Clear();
            attempts.Clear();
        }
    }

    /// <summary>Counts a request that carries <paramref name="mark"/>, accepted or not.</summary>
    /// <returns>How many requests with the mark have been seen; 1 without a mark.</returns>
    internal int CountAttempt(string kind, string? mark)
    {
        if (mark is null) return 1;
        lock (gate) return attempts[(kind, mark)] = attempts.GetValueOrDefault((kind, mark)) + 1;
    }

    internal void Accept(LedgerEntry entry)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            entries.Add(entry);
            (signal, changed) = (changed, NewSignal());
        }

        signal.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
