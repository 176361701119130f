using System.Collections.Immutable;
using Engage.Rules.Decisions;
using Engage.Rules.Definitions;

namespace Engage.Rules.Compilation;

/// <summary>All versions of one definition up to an offset of the log. Immutable.</summary>
internal sealed class DefinitionHistory
{
    private DefinitionHistory(ImmutableList<DefinitionVersion> versions, RuleLineage? lineage)
    {
        Versions = versions;
        Lineage = lineage;
    }

    /// <summary>Ascending by version; a version that was rejected is missing.</summary>
    public ImmutableList<DefinitionVersion> Versions { get; }

    /// <summary>Of rules; else null.</summary>
    public RuleLineage? Lineage { get; }

    public DefinitionVersion Latest => Versions[^1];

    public static DefinitionHistory Of(DefinitionVersion first) => new([first], Extend(null, first));

    public DefinitionHistory With(DefinitionVersion next) => new(Versions.Add(next), Extend(Lineage, next));

    // A lineage numbers versions without gaps; where the log lost one to a mistake, its neighbour stands in for it.
    private static RuleLineage? Extend(RuleLineage? lineage, DefinitionVersion next)
    {
        if (next.Definition is not Rule rule) return null;

        lineage ??= new RuleLineage(rule);
        while (lineage.LatestVersion < next.Version - 1) lineage = lineage.With(lineage[lineage.LatestVersion]);
        return lineage.LatestVersion < next.Version ? lineage.With(rule) : lineage;
    }
}
