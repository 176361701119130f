using Engage.Channels;

namespace Engage.Dispatcher.Sending;

/// <summary>Notices what no single lane can: that a provider fails for most recipients, or that so many are refused at once that the account must be another one.</summary>
/// <remarks>One task's own; in memory.</remarks>
internal sealed class AccountWatch
{
    private const int FailingLanesMin = 20;
    private const int RefusedLanesMin = 10;
    private const double RefusedShare = 0.05;
    private static readonly long FailingWindow = Micros(TimeSpan.FromSeconds(30));
    private static readonly long RefusedWindow = Micros(TimeSpan.FromMinutes(1));
    private static readonly long ActiveWindow = Micros(TimeSpan.FromMinutes(10));
    private static readonly long TrustWindow = Micros(TimeSpan.FromMinutes(10));

    private readonly Dictionary<string, Account> accounts = [];

    /// <summary>Takes an attempt's outcome in.</summary>
    public void Heard(string scope, string lane, DeliveryOutcome outcome, long nowMicros)
    {
        var account = Of(scope);
        account.Lanes[lane] = (nowMicros, outcome is RetryAfter { Cause: RetryCause.Transient } or Uncertain);
        if (outcome is Delivered) account.LastReached = lane;
        if (account.Lanes.Count <= account.PruneAt) return;

        foreach (var (old, heard) in account.Lanes.ToList())
        {
            if (nowMicros - heard.At > ActiveWindow) account.Lanes.Remove(old);
        }

        account.PruneAt = Math.Max(1_000, account.Lanes.Count * 2);
    }

    /// <summary>Whether at least 20 lanes, and at least half of those tried in the last 30 s, failed in passing.</summary>
    public bool IsFailing(string scope, long nowMicros)
    {
        var (tried, failed) = (0, 0);
        foreach (var (at, hasFailed) in Of(scope).Lanes.Values)
        {
            if (nowMicros - at > FailingWindow) continue;
            tried++;
            if (hasFailed) failed++;
        }

        return failed >= FailingLanesMin && failed * 2 >= tried;
    }

    /// <summary>Counts a lane that is to be quarantined.</summary>
    /// <param name="refusedBefore">The other lanes of the same wave; empty where this is none.</param>
    /// <returns>Whether it is one of at least 10 lanes, and of more than 5 % of the active ones, within a minute.</returns>
    public bool IsMassRefusal(string scope, string lane, long nowMicros, out IReadOnlyList<string> refusedBefore)
    {
        var account = Of(scope);
        refusedBefore = [];
        while (account.Refused.TryPeek(out var oldest) && nowMicros - oldest.At > RefusedWindow) account.Refused.Dequeue();
        account.Refused.Enqueue((nowMicros, lane));
        if (account.TrustedUntil > nowMicros) return false;

        var refused = account.Refused.Select(entry => entry.Lane).Distinct().ToList();
        var active = account.Lanes.Values.Count(heard => nowMicros - heard.At <= ActiveWindow);
        if (refused.Count < RefusedLanesMin || refused.Count <= active * RefusedShare) return false;

        refusedBefore = refused;
        account.Refused.Clear();
        return true;
    }

    /// <summary>The account is known to be the right one: refusals are the recipients' own for a while.</summary>
    public void Trust(string scope, long nowMicros) => Of(scope).TrustedUntil = nowMicros + TrustWindow;

    /// <summary>The lane that was last delivered to; null if none was.</summary>
    public string? LastReached(string scope) => Of(scope).LastReached;

    private Account Of(string scope)
    {
        if (!accounts.TryGetValue(scope, out var account)) accounts[scope] = account = new Account();
        return account;
    }

    private static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private sealed class Account
    {
        public Dictionary<string, (long At, bool HasFailed)> Lanes { get; } = [];

        public Queue<(long At, string Lane)> Refused { get; } = [];

        public string? LastReached { get; set; }

        public long TrustedUntil { get; set; }

        public int PruneAt { get; set; } = 1_000;
    }
}
