using Engage.Properties.Tests.Model;

namespace Engage.Properties.Tests.Oracle.Answers;

/// <summary>Semantics 45 as plainly as it can be written: gate after gate, in the order in which they stand.</summary>
internal static class NaiveReasons
{
    /// <summary>Why a rule does not execute by an event that is no reversal; <c>executed</c>: it does.</summary>
    public static string Of(RuleModel rule, Accepted now, KnownProgress progress, bool isRepeatInChain, bool isSpent)
    {
        var (type, at, held, own) = (now.Happening.Type, now.JudgedAt, progress.Held, rule.Qualification);
        var triggers = NaiveRules.IsOf(type, rule.Type) && !rule.ReversalsOnly;
        var qualifies = NaiveRules.IsOf(type, own?.Type);
        var asked = qualifies && !triggers ? own! : rule.Trigger;
        var anyone = rule with { Segment = null };
        if (rule.Paused) return "not_live";
        if (!triggers && !qualifies) return "other_type";
        if (!NaiveRules.Meets(anyone, asked with { Where = new Filter() }, now)) return "outside_period";
        if (rule.Segment is not null && !now.Segments.Contains(rule.Segment)) return "not_in_segment";
        if (!NaiveRules.Meets(anyone, asked, now)) return "conditions_not_met";
        if (isRepeatInChain) return "repeated_in_chain";
        if (isSpent) return "once_in_a_lifetime";
        var isMet = NaiveRules.Meets(rule, own, now);
        if (isMet && (held is null || at >= held?.Until || (own!.Restarts && at >= held?.Since))) return "qualification_began";
        if (!triggers) return at < held?.Since ? "before_qualification" : "qualification_ignored";
        if (own is not null && held is null) return "not_qualified";
        if (own is not null && at < held?.Since) return "before_qualification";
        return own is not null && at >= held?.Until ? "qualification_ran_out" : Count(rule, now, progress);
    }

    /// <summary>The first leaf that keeps a condition from being what is wanted of it; null: it is that.</summary>
    public static Condition? Culprit(NaiveSegments segments, IReadOnlyDictionary<string, Condition> all, Condition condition, bool wanted = true)
    {
        if (segments.Judge(condition) == wanted) return null;
        Condition[] parts = condition switch
        {
            All group => group.Children,
            Any group => group.Children,
            Not not => [not.Inner],
            InSegment segment => [all[segment.Id]],
            _ => [],
        };
        var wantedOfParts = condition is Not ? !wanted : wanted;
        return parts.Select(part => Culprit(segments, all, part, wantedOfParts)).FirstOrDefault(culprit => culprit is not null) ?? condition;
    }

    private static string Count(RuleModel rule, Accepted now, KnownProgress progress)
    {
        if (rule.Steps is not { } steps) return "executed";
        var unit = rule.Count is null ? now.Currency : "";
        if (unit is null) return "no_currency";
        if (!steps.TryGetValue(unit, out var step)) return "no_step:" + unit;
        var counted = rule.Count is null ? NaiveRules.Sum(rule, now.Happening) : 1;
        return counted is null ? "no_amount" : progress.Left.GetValueOrDefault(unit) + counted >= step ? "executed" : "below_step";
    }
}
