namespace Engage.Hosting.Configuration;

/// <summary>Finds keys that nothing reads, which are nearly always misspelt.</summary>
internal static class UnknownKeys
{
    private const int LikelyTypingErrorsMax = 3;

    /// <param name="sections">Every section that some worker has.</param>
    /// <param name="ownSections">Those that this worker reads; settings of the others may stand in a file or environment that workers share.</param>
    public static IEnumerable<string> Problems(Settings settings, SectionBinder binder, IReadOnlyCollection<string> sections, IReadOnlyCollection<string> ownSections)
    {
        foreach (var setting in settings.All)
        {
            var section = setting.Key.Split(':')[0];
            if (!sections.Contains(section, StringComparer.OrdinalIgnoreCase)) yield return Describe(setting, Nearest(section, sections));
            else if (ownSections.Contains(section, StringComparer.OrdinalIgnoreCase) && !binder.IsKnown(setting.Key)) yield return Describe(setting, Nearest(setting.Key, binder.KnownKeys));
        }
    }

    private static string Describe(Setting setting, string? nearest) =>
        $"{setting.Key} is not a setting ({setting.Source})" + (nearest is null ? "" : $"; did you mean {nearest}?");

    private static string? Nearest(string word, IEnumerable<string> candidates) => candidates
        .Select(candidate => (Word: candidate, Distance: Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant())))
        .Where(candidate => candidate.Distance <= LikelyTypingErrorsMax)
        .OrderBy(candidate => candidate.Distance)
        .ThenBy(candidate => candidate.Word, StringComparer.Ordinal)
        .FirstOrDefault().Word;

    /// <summary>Levenshtein: how many letters must be put in, taken out or changed.</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[to.Length];
    }
}
