using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Engage.Accumulator.Domain;
using Engage.Rules.Accumulation;
using Engage.Rules.Compilation;
using Engage.Rules.Decisions;
using Engage.Topics;

namespace Engage.Accumulator;

/// <summary>Applies the decision functions to each rule that an event met, in order of rule ids, and keeps what they remember.</summary>
internal sealed class DecideRules(Quarantine quarantine, long horizonMicros, IWatchDecisions? watch = null)
{
    private readonly List<RuleExecution> executions = [];

    /// <summary>What the last call decided, in order of rule ids.</summary>
    public IReadOnlyList<RuleExecution> Executions => executions;

    /// <returns>Where the event comes from, if anything executed; else null.</returns>
    public EventOrigin? Decide(in Firing firing, RuleFiringView rules, DefinitionSet definitions, PlayerProgress player)
    {
        executions.Clear();
        var isChain = firing.IsOfChain;
        EventOrigin? origin = null;
        var root = 0UL;
        if (isChain && player.Chains.Bytes.Length > 0) root = RootDigest(origin = EventOrigin.Of(firing.Event));

        foreach (var match in rules.Rules)
        {
            var roles = (FiringRoles)match.Roles;
            var isReversal = (roles & (FiringRoles.ReversalOfTrigger | FiringRoles.ReversalOfQualification)) != 0;
            var rule = RuleOf(definitions, match.RuleId, isReversal);
            if (quarantine.Contains(rule.Plan)) Refuse(rule, DecisionReason.Quarantined);
            else if (root != 0 && player.Chains.Contains(root, rule.Plan.Key, firing.Enriched.IngestedAtMicros - horizonMicros)) Refuse(rule, DecisionReason.RepeatedInChain);
            else Apply(new Turn(roles, isReversal ? match.RuleVersion : 0), firing, rule, definitions, player);
        }

        if (executions.Count == 0) return null;

        origin ??= EventOrigin.Of(firing.Event);
        if (isChain || ChangesTags()) Remember(firing, RootDigest(origin), player);
        return origin;
    }

    private void Refuse(CompiledRule rule, DecisionReason reason)
    {
        watch?.Refused(rule, reason);
        AccumulatorMetrics.CountRefused(rule, reason);
    }

    private void Apply(Turn turn, in Firing firing, CompiledRule rule, DefinitionSet definitions, PlayerProgress player)
    {
        // Stores are asked outside the guard: their faults are not the rule's.
        var before = player.Of(rule.Plan.Key);
        if (!TryDecide(turn, firing, rule, definitions, before, out var execution))
        {
            watch?.Refused(rule, DecisionReason.Quarantined);
            return;
        }

        var decision = execution.Decision;
        watch?.Decided(rule, turn.Roles, before, decision);
        if (decision.Next != before) player.Set(rule.Plan.Key, decision.Next);
        if (decision.Executes) executions.Add(execution);
        else AccumulatorMetrics.CountRefused(rule, decision.Reason);
    }

    /// <summary>One rule's mistake is that rule's alone: it is set aside, its progress stays as it was, and the others go on (semantics H).</summary>
    private bool TryDecide(Turn turn, in Firing firing, CompiledRule rule, DefinitionSet definitions, in RuleProgress before, out RuleExecution execution)
    {
        try
        {
            var decision = Decide(turn, firing, rule, definitions, before);
            if (decision.Executes) CheckActions(rule, decision.Times);
            execution = new RuleExecution(rule, decision, decision.Executes ? AmountOf(rule.Plan, firing) : null);
            return true;
        }
#pragma warning disable CA1031 // Whatever a rule throws must not stop its neighbours; nothing but the rule's own arithmetic runs here.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            quarantine.Add(rule.Plan, cause);
            AccumulatorMetrics.Quarantined.Add(1);
            execution = default;
            return false;
        }
    }

    private static RuleDecision Decide(Turn turn, in Firing firing, CompiledRule rule, DefinitionSet definitions, in RuleProgress before)
    {
        var version = rule.Plan.Version;
        var progress = before.Version == version || before.Version == 0
            ? before with { Version = version }
            : LineageOf(definitions, rule).BringTo(before, version);
        return turn.OriginalVersion > 0 ? Reverse(turn, firing, rule, definitions, progress) : Fire(turn.Roles, firing, rule.Plan, progress);
    }

    private static RuleDecision Fire(FiringRoles roles, in Firing firing, RulePlan plan, in RuleProgress progress)
    {
        var facts = new FiringFacts(firing.Enriched.Position, firing.Enriched.Index, firing.Enriched.JudgedAtMicros, firing.Currency, CountedMoney.Of(plan, firing.Event));
        return DecideFiring.Decide(plan, progress, facts, roles);
    }

    private static RuleDecision Reverse(Turn turn, in Firing firing, CompiledRule rule, DefinitionSet definitions, in RuleProgress progress)
    {
        var original = firing.Enriched.Reversal.Value;
        var currency = original.Currency is { HasValue: true } text && CurrencyCode.TryParse(text.Value, out var code) ? code : default;
        var facts = new ReversalFacts(
            firing.Enriched.Position, original.Position, original.JudgedAtMicros, turn.OriginalVersion, currency, CountedMoney.Of(rule.Plan, original), original.Wholly);
        return DecideReversal.Decide(rule.Plan, LineageOf(definitions, rule), progress, facts, turn.Roles);
    }

    /// <summary>What the actions cannot carry must come out here, where it sets one rule aside, and not when they are written.</summary>
    private static void CheckActions(CompiledRule rule, int times)
    {
        foreach (var action in rule.Rule.Actions) ActionMultiplicity.PointsOf(action, times);
    }

    private static decimal? AmountOf(RulePlan plan, in Firing firing)
    {
        if (firing.IsScheduled) return null;
        return plan.CountsMoney ? CountedMoney.Of(plan, firing.Event) : firing.Event.Amount;
    }

    /// <summary>A firing names live rules; a reversal names rules as of its original, which may have been paused or archived since.</summary>
    private static CompiledRule RuleOf(DefinitionSet definitions, ReadOnlySpan<byte> ruleId, bool isReversal)
    {
        var rule = isReversal ? definitions.FindRule(Encoding.UTF8.GetString(ruleId)) : definitions.FindLive(ruleId)?.Compiled;
        return rule ?? throw new InvalidDataException($"The firing names the rule {Encoding.UTF8.GetString(ruleId)}, which is not in the definitions up to {definitions.Offset}.");
    }

    private static RuleLineage LineageOf(DefinitionSet definitions, CompiledRule rule) =>
        definitions.LineageOf(rule.Id) ?? throw new InvalidDataException($"The rule {rule.Id} has no versions in the definitions up to {definitions.Offset}.");

    private bool ChangesTags()
    {
        foreach (var execution in executions)
        {
            if (execution.Rule.Plan.ChangesTags) return true;
        }

        return false;
    }

    private void Remember(in Firing firing, ulong root, PlayerProgress player)
    {
        foreach (var execution in executions) player.Chain(root, execution.Rule.Plan.Key, firing.Enriched.IngestedAtMicros, horizonMicros);
    }

    /// <summary>Never 0, which stands for "not computed".</summary>
    private static ulong RootDigest(EventOrigin origin)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(origin.RootId), digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest) | 1;
    }

    /// <param name="OriginalVersion">The rule's version in force for a reversal's original; 0 where the event is no reversal to this rule.</param>
    private readonly record struct Turn(FiringRoles Roles, int OriginalVersion);
}
