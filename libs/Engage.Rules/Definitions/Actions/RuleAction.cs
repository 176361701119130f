namespace Engage.Rules.Definitions;

/// <summary>One action of a rule: a closed hierarchy, one case per action type of the files.</summary>
public abstract record RuleAction
{
    private protected RuleAction()
    {
    }

    /// <summary>As in the files: <c>give_points</c>, <c>send_slack</c> …</summary>
    public abstract string Type { get; }

    /// <summary>Longest <c>ingested_at − occurred_at</c> in microseconds, the default filled in (semantics 42); null: no limit.</summary>
    public long? MaxAgeMicros { get; init; }

    /// <summary>Longest time from decision to send in microseconds, the default filled in (semantics 42); null: no limit.</summary>
    public long? ExpiresAfterMicros { get; init; }
}
