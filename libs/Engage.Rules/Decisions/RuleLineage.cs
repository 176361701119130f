using System.Collections.Immutable;
using Engage.Rules.Accumulation;
using Engage.Rules.Definitions;

namespace Engage.Rules.Decisions;

/// <summary>All versions of one rule and what each edit does to progress. Immutable; a new version gives a new lineage.</summary>
/// <remarks>Versions act in turn, also those without an event between them (semantics 21), so progress walks through every one.</remarks>
public sealed class RuleLineage
{
    private readonly ImmutableArray<Rule> versions;
    private readonly ImmutableArray<VersionEdit> edits;

    /// <param name="first">Version 1.</param>
    public RuleLineage(Rule first)
        : this([first], [VersionEdit.Keeps.Instance])
    {
    }

    private RuleLineage(ImmutableArray<Rule> versions, ImmutableArray<VersionEdit> edits)
    {
        this.versions = versions;
        this.edits = edits;
    }

    /// <summary>The highest version, which is also their number.</summary>
    public int LatestVersion => versions.Length;

    /// <param name="version">From 1 to <see cref="LatestVersion"/>.</param>
    public Rule this[int version] => versions[version - 1];

    public RuleLineage With(Rule next) => new(versions.Add(next), edits.Add(VersionEdits.Between(versions[^1], next)));

    /// <summary>The progress as <paramref name="version"/> sees it. Allocates nothing where the version is the one it was left at.</summary>
    /// <param name="progress">At a version not above <paramref name="version"/>, or nothing remembered.</param>
    /// <param name="version">From 1 to <see cref="LatestVersion"/>.</param>
    public RuleProgress BringTo(in RuleProgress progress, int version)
    {
        var brought = progress;
        for (var next = progress.Version + 1; progress.Version > 0 && next <= version; next++) brought = VersionEdits.Apply(edits[next - 1], brought);
        return brought.Version == version ? brought : brought with { Version = version };
    }

    /// <summary>What was counted under one version as a later one measures it; null where progress was reset between them.</summary>
    public decimal? TakenAsOf(int version, decimal taken, CurrencyCode currency, int countedUnder)
    {
        decimal? result = taken;
        for (var next = countedUnder + 1; result is { } amount && next <= version; next++) result = VersionEdits.ApplyToTaken(edits[next - 1], amount, currency);
        return result;
    }
}
