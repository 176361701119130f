namespace Engage.Rules.Identity;

/// <summary>Derives the ids of executions, actions and deliveries from the log alone (contracts.md §1), so that a replay gives the same ones.</summary>
/// <remarks>
/// SHA-256 over parts that each carry their length in front, cut to 128 bits. The first part names the kind of id, so that an action's input can
/// never be read as an execution's. Rule versions take no part. Pure. One small object per id; buffers are pooled.
/// </remarks>
public static class DecisionIds
{
    /// <summary>The execution of a rule by an event that came from outside.</summary>
    /// <param name="ruleId">UTF-8 rule id.</param>
    /// <param name="playerId">UTF-8 player id.</param>
    /// <param name="identity">The event's own identity.</param>
    public static DecisionId ExecutionOfEvent(ReadOnlySpan<byte> ruleId, ReadOnlySpan<byte> playerId, in EventIdentity identity)
    {
        using var hash = new PartsHash("execution/event"u8, ruleId.Length + playerId.Length + SizeOf(identity));
        hash.Add(ruleId);
        hash.Add(playerId);
        Add(hash, identity);
        return hash.ToId();
    }

    /// <summary>The execution of a rule by a derived event (<c>tag.added</c>, <c>tag.removed</c>).</summary>
    /// <param name="ruleId">UTF-8 rule id.</param>
    /// <param name="playerId">UTF-8 player id.</param>
    /// <param name="cause">Identity of the event that changed the tags.</param>
    /// <param name="derivedType">UTF-8 type of the derived event.</param>
    /// <param name="tag">UTF-8 tag.</param>
    public static DecisionId ExecutionOfDerived(
        ReadOnlySpan<byte> ruleId, ReadOnlySpan<byte> playerId, in EventIdentity cause, ReadOnlySpan<byte> derivedType, ReadOnlySpan<byte> tag)
    {
        using var hash = new PartsHash("execution/derived"u8, ruleId.Length + playerId.Length + SizeOf(cause) + derivedType.Length + tag.Length);
        hash.Add(ruleId);
        hash.Add(playerId);
        Add(hash, cause);
        hash.Add(derivedType);
        hash.Add(tag);
        return hash.ToId();
    }

    /// <summary>The execution of a scheduled rule for one member of a run's audience.</summary>
    /// <param name="ruleId">UTF-8 rule id.</param>
    /// <param name="playerId">UTF-8 player id.</param>
    /// <param name="runId">UTF-8 run id.</param>
    public static DecisionId ExecutionOfRun(ReadOnlySpan<byte> ruleId, ReadOnlySpan<byte> playerId, ReadOnlySpan<byte> runId)
    {
        using var hash = new PartsHash("execution/run"u8, ruleId.Length + playerId.Length + runId.Length);
        hash.Add(ruleId);
        hash.Add(playerId);
        hash.Add(runId);
        return hash.ToId();
    }

    /// <summary>One action of an execution, by its position in the rule's list, from 0.</summary>
    public static DecisionId Action(DecisionId execution, int position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        using var hash = new PartsHash("action"u8, DecisionId.SizeBytes + sizeof(int));
        hash.Add(execution);
        hash.Add(position);
        return hash.ToId();
    }

    /// <summary>The delivery of an action to its one recipient.</summary>
    public static DecisionId Delivery(DecisionId action)
    {
        using var hash = new PartsHash("delivery"u8, DecisionId.SizeBytes);
        hash.Add(action);
        return hash.ToId();
    }

    private static int SizeOf(in EventIdentity identity) => identity.Source.Length + identity.EventId.Length + identity.Type.Length;

    private static void Add(PartsHash hash, in EventIdentity identity)
    {
        hash.Add(identity.Source);
        hash.Add(identity.EventId);
        hash.Add(identity.Type);
    }
}
