using System.Collections.Immutable;
using Engage.Rules.Facts;

namespace Engage.Rules.Compilation;

/// <summary>Why a condition was judged as it was: its verdict, its words, what was found, and the same of its parts (semantics 45).</summary>
/// <param name="Condition">One line; for groups only their name (<c>all</c>, <c>any</c>, <c>not</c>).</param>
/// <param name="Actual">The value found; null for groups.</param>
public sealed record Explanation(Verdict Verdict, string Condition, string? Actual, ImmutableArray<Explanation> Parts)
{
    /// <summary>The first leaf that kept the whole from being yes; null where it is yes.</summary>
    /// <remarks>Under <c>not</c> a leaf that holds is the culprit.</remarks>
    public Explanation? Culprit => Verdict == Verdict.Yes ? null : FindCulprit(this, wanted: Verdict.Yes);

    public override string ToString() => Actual is null ? $"{Condition}: {Verdict}" : $"{Condition}: {Verdict} (actual: {Actual})";

    private static Explanation? FindCulprit(Explanation explanation, Verdict wanted)
    {
        if (explanation.Verdict == wanted) return null;
        if (explanation.Parts.IsEmpty) return explanation;

        var wantedOfParts = explanation.Condition == "not" ? Opposite(wanted) : wanted;
        foreach (var part in explanation.Parts)
        {
            if (FindCulprit(part, wantedOfParts) is { } culprit) return culprit;
        }

        return explanation;
    }

    private static Verdict Opposite(Verdict verdict) => verdict == Verdict.Yes ? Verdict.No : Verdict.Yes;
}
