namespace Engage.Rules.Parsing;

/// <summary>Finds what a misspelt word was probably meant to be.</summary>
internal static class Suggestion
{
    /// <returns>The nearest candidate within a third of its length in edits (a swap of neighbours counts as one); null if none is near.</returns>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var limit = Math.Max(1, Math.Max(word.Length, candidate.Length) / 3);
            var distance = Distance(word, candidate);
            if (distance > limit || distance >= bestDistance) continue;
            best = candidate;
            bestDistance = distance;
        }

        return best;
    }

    /// <summary><c>; did you mean 'x'?</c>, or else the whole choice.</summary>
    public static string For(string word, IReadOnlyCollection<string> candidates) => Nearest(word, candidates) is { } nearest
        ? $"; did you mean '{nearest}'?"
        : $"; known: {string.Join(", ", candidates)}";

    // Optimal string alignment over three rows; words are keys of at most a few dozen characters.
    private static int Distance(string left, string right)
    {
        if (left.Length > 64 || right.Length > 64) return int.MaxValue;
        var beforePrevious = new int[right.Length + 1];
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitution = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    current[j] = Math.Min(current[j], beforePrevious[j - 2] + 1);
                }
            }

            (beforePrevious, previous) = (previous, current);
        }

        return previous[right.Length];
    }
}
