using System.Diagnostics;
using Engage.Rules.Accumulation;
using Engage.Rules.Definitions;

namespace Engage.Rules.Decisions;

/// <summary>Tells what an edit does to progress, and does it (semantics 18, 21). Pure.</summary>
public static class VersionEdits
{
    /// <summary>Compares two consecutive versions of one rule.</summary>
    public static VersionEdit Between(Rule older, Rule newer)
    {
        var endsQualification = older.Qualification is null != newer.Qualification is null;
        if (endsQualification || !SameTrigger.Of(older.Trigger, newer.Trigger)) return new VersionEdit.Resets(endsQualification);
        if (older.Accumulate is null && newer.Accumulate is null) return VersionEdit.Keeps.Instance;
        if (older.Accumulate is null || newer.Accumulate is null) return new VersionEdit.Resets(EndsQualification: false);

        return Between(older.Accumulate, newer.Accumulate);
    }

    /// <summary>The progress as the newer version sees it.</summary>
    public static RuleProgress Apply(VersionEdit edit, in RuleProgress progress) => edit switch
    {
        VersionEdit.Keeps => progress,
        VersionEdit.Resets resets => progress with { Kept = default, Qualification = resets.EndsQualification ? default : progress.Qualification },
        VersionEdit.Scales scales => progress with { Kept = Scaled(progress.Kept, scales) },
        _ => throw new UnreachableException($"Nothing applies {edit}."),
    };

    /// <summary>What a reversal takes as the newer version measures it; null where a reset lies between, so that nothing is taken.</summary>
    public static decimal? ApplyToTaken(VersionEdit edit, decimal taken, CurrencyCode currency) => edit switch
    {
        VersionEdit.Keeps => taken,
        VersionEdit.Resets => null,
        VersionEdit.Scales scales => scales.From.TryGet(currency, out var from) && scales.To.TryGet(currency, out var to)
            ? StepChange.ScaleUp(taken, from, to, scales.To.Precision)
            : null,
        _ => throw new UnreachableException($"Nothing applies {edit}."),
    };

    private static VersionEdit Between(Accumulate older, Accumulate newer)
    {
        var (from, to) = (new StepTable(older), new StepTable(newer));
        if (!from.HasSameCurrencies(to) || !older.Fields.AsSpan().SequenceEqual(newer.Fields.AsSpan())) return new VersionEdit.Resets(EndsQualification: false);
        if (from.HasSameSteps(to)) return VersionEdit.Keeps.Instance;

        return newer.OnStepChange switch
        {
            StepChangePolicy.Scale => new VersionEdit.Scales(from, to),
            StepChangePolicy.Keep => VersionEdit.Keeps.Instance,
            StepChangePolicy.Reset => new VersionEdit.Resets(EndsQualification: false),
            _ => throw new UnreachableException($"Nothing says what {newer.OnStepChange} does on a step change."),
        };
    }

    private static ProgressByCurrency Scaled(ProgressByCurrency kept, VersionEdit.Scales scales)
    {
        var scaled = kept;
        for (var i = 0; i < kept.Count; i++)
        {
            var (currency, value) = kept[i];
            if (scales.From.TryGet(currency, out var from) && scales.To.TryGet(currency, out var to))
                scaled = scaled.With(currency, StepChange.ScaleDown(value, from, to, scales.To.Precision));
        }

        return scaled;
    }
}
