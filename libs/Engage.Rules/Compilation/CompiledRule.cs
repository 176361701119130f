using System.Collections.Immutable;
using Engage.Rules.Decisions;
using Engage.Rules.Definitions;
using Engage.Rules.Time;

namespace Engage.Rules.Compilation;

/// <summary>One version of a rule ready for judging. Immutable; the same object in every set that holds this version.</summary>
public sealed class CompiledRule
{
    internal CompiledRule(DefinitionVersion version)
    {
        Version = version;
        Plan = new RulePlan(Rule, version.Version);
        Where = Rule.Trigger?.Where is { } where ? CompiledCondition.OfEvent(where) : null;
        Period = ActivityPeriod.Of(Rule.Active);
        QualificationWhere = Rule.Qualification?.Where is { } qualification ? CompiledCondition.OfEvent(qualification) : null;
    }

    public DefinitionVersion Version { get; }

    public string Id => Version.Id;

    public ImmutableArray<byte> IdUtf8 => Plan.IdUtf8;

    public Rule Rule => (Rule)Version.Definition;

    public RulePlan Plan { get; }

    /// <summary>When a real-time rule is alive.</summary>
    public ActivityPeriod Period { get; }

    /// <summary>The trigger's condition; null: every event of its types, and for scheduled rules.</summary>
    public CompiledCondition? Where { get; }

    /// <summary>The qualification's condition; null: every event of its types, and for rules without one.</summary>
    public CompiledCondition? QualificationWhere { get; }
}
