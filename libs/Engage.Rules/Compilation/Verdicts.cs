using Engage.Rules.Facts;

namespace Engage.Rules.Compilation;

/// <summary>The three-valued logic of conditions (Kleene's).</summary>
internal static class Verdicts
{
    public static Verdict Of(bool value) => value ? Verdict.Yes : Verdict.No;

    public static Verdict Opposite(Verdict verdict) => verdict switch
    {
        Verdict.Yes => Verdict.No,
        Verdict.No => Verdict.Yes,
        _ => Verdict.Unknown,
    };
}
