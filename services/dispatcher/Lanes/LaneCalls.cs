using System.Collections.Concurrent;
using Engage.Channels;
using Engage.Dispatcher.Sending;

namespace Engage.Dispatcher.Lanes;

/// <summary>The calls that one task has running, across rewinds: what was begun stays begun, and what it brought is taken in until that is committed.</summary>
/// <param name="pool">Runs them.</param>
/// <param name="wake">Has the task look for completions; called from any thread.</param>
internal sealed class LaneCalls(SendPool pool, Action wake)
{
    private readonly ConcurrentQueue<Completion> arrived = new();
    private readonly HashSet<string> calling = [];
    private readonly List<Completion> applied = [];
    private readonly Queue<Completion> again = new();

    /// <summary>Whether completions wait to be taken in.</summary>
    public bool HasArrived => !arrived.IsEmpty || again.Count > 0;

    /// <summary>Whether a call of this process runs for the lane.</summary>
    public bool IsCalling(string lane) => calling.Contains(lane);

    /// <summary>Starts a committed attempt.</summary>
    public void Start(LaneCall call)
    {
        calling.Add(call.Lane);
        pool.Run(
            call.Pace,
            cancellation => call.Channel.SendAsync(call.Message, cancellation),
            (sent, elapsed) => Arrive(new AttemptEnded(call.Lane, elapsed, call.Seq, call.Message.Attempt, Report(sent))));
    }

    /// <summary>Reads the provider's records for an attempt in flight. The caller has reserved a slow place.</summary>
    public void StartReading(string lane, long seq, int attempt, ReconcileQuery query, IChannel channel)
    {
        calling.Add(lane);
        pool.Run(
            LanePace.Slow,
            cancellation => channel.ReconcileAsync(query, cancellation),
            (read, elapsed) => Arrive(new RecordsRead(lane, elapsed, seq, attempt, read.IsCompletedSuccessfully ? read.Result : new AskAgain("client_failed"))));
    }

    /// <summary>Asks about a recipient. The caller has reserved a slow place.</summary>
    public void StartProbing(string lane, string recipient, RecipientPin? pin, IChannel channel)
    {
        calling.Add(lane);
        pool.Run(
            LanePace.Slow,
            cancellation => channel.ProbeRecipientAsync(recipient, pin, cancellation),
            (asked, elapsed) => Arrive(new RecipientProbed(lane, elapsed, Verdict(asked))));
    }

    /// <summary>Asks about an account. The caller has reserved a slow place.</summary>
    public void StartProbing(string scope, IChannel channel) => pool.Run(
        LanePace.Slow,
        channel.ProbeAccountAsync,
        (asked, elapsed) => Arrive(new AccountProbed(scope, elapsed, Verdict(asked))));

    /// <summary>Asks about a recipient that was reached before, to learn whether the account still is the one it was. The caller has reserved a slow place.</summary>
    /// <param name="known">Null: there is none, so nothing can be learnt.</param>
    public void StartProbing(string scope, (string Recipient, RecipientPin Pin)? known, IChannel channel) => pool.Run(
        LanePace.Slow,
        cancellation => known is { } reached ? channel.ProbeRecipientAsync(reached.Recipient, reached.Pin, cancellation) : Task.FromResult(ProbeVerdict.Unknown),
        (asked, elapsed) => Arrive(new AccountProbed(scope, elapsed, Verdict(asked))));

    /// <summary>The next completion, to be applied in the open transaction.</summary>
    public Completion? TakeNext()
    {
        if (!again.TryDequeue(out var next) && !arrived.TryDequeue(out next)) return null;
        applied.Add(next);
        return next;
    }

    /// <summary>What was applied is committed.</summary>
    public void Committed()
    {
        foreach (var completion in applied) calling.Remove(completion.Lane);
        applied.Clear();
    }

    /// <summary>What was applied is not: it comes again.</summary>
    public void Rewound()
    {
        foreach (var completion in applied) again.Enqueue(completion);
        applied.Clear();
        if (again.Count > 0) wake();
    }

    private void Arrive(Completion completion)
    {
        arrived.Enqueue(completion);
        wake();
    }

    /// <summary>A client that threw is a bug of ours; whether its request left nobody knows.</summary>
    private static SendReport Report(Task<SendReport> sent) => sent.IsCompletedSuccessfully ? sent.Result : new SendReport(new Uncertain("client_failed"));

    private static ProbeVerdict Verdict(Task<ProbeVerdict> asked) => asked.IsCompletedSuccessfully ? asked.Result : ProbeVerdict.Unknown;
}
