using System.Collections.Immutable;
using Engage.Rules.Decisions;
using Engage.Rules.Definitions;
using Engage.Rules.Triggers;

namespace Engage.Rules.Compilation;

/// <summary>
/// The definitions as of one offset of the definitions topic: all that decides an event whose marker names that offset (semantics 0b).
/// Immutable and thread-safe; what depends on all definitions together is built on first use.
/// </summary>
public sealed class DefinitionSet
{
    private readonly ImmutableSortedDictionary<string, DefinitionHistory>[] histories;
    private readonly ImmutableDictionary<DefinitionVersion, CompiledRule> compiledRules;
    private readonly Lazy<Snapshot> snapshot;

    private DefinitionSet(
        long offset,
        ImmutableSortedDictionary<string, DefinitionHistory>[] histories,
        ImmutableDictionary<DefinitionVersion, CompiledRule> compiledRules,
        ImmutableList<RejectedDefinition> rejected)
    {
        Offset = offset;
        Rejected = rejected;
        this.histories = histories;
        this.compiledRules = compiledRules;
        snapshot = new Lazy<Snapshot>(BuildSnapshot);
    }

    /// <summary>What is in force before any marker: nothing.</summary>
    public static DefinitionSet Empty { get; } = new(
        -1,
        [.. Enum.GetValues<DefinitionKind>().Select(_ => ImmutableSortedDictionary.Create<string, DefinitionHistory>(StringComparer.Ordinal))],
        ImmutableDictionary.Create<DefinitionVersion, CompiledRule>(ReferenceEqualityComparer.Instance),
        []);

    /// <summary>The last record that is part of the set; −1: none.</summary>
    public long Offset { get; }

    /// <summary>Records that could not be understood, in the order of the log.</summary>
    public ImmutableList<RejectedDefinition> Rejected { get; }

    /// <summary>Active rules, real-time and scheduled, in ordinal order of ids.</summary>
    public ImmutableArray<LiveRule> LiveRules => snapshot.Value.Rules;

    public SegmentTable Segments => snapshot.Value.Segments;

    /// <summary>What has to be kept per player.</summary>
    public HistoryNeeds Needs => snapshot.Value.Needs;

    /// <summary>Finds the rules that an event fires or qualifies.</summary>
    public TriggerIndex Triggers => snapshot.Value.Triggers;

    /// <summary>The policy in force; null: none. Of several active ones, which validation refuses, the last in ordinal order of ids.</summary>
    public Policy? Policy => (Policy?)LatestOf(DefinitionKind.Policy).LastOrDefault(version => version.IsActive)?.Definition;

    /// <summary>The set that ends with this record. The record changes nothing else if it cannot be understood.</summary>
    /// <exception cref="ArgumentException">The record does not lie behind <see cref="Offset"/>.</exception>
    public DefinitionSet With(DefinitionRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Offset <= Offset) throw new ArgumentException($"The record at offset {record.Offset} does not lie behind {Offset}.", nameof(record));

        if (record.Kind == "pending") return new DefinitionSet(record.Offset, histories, compiledRules, Rejected);
        if (DefinitionReader.Read(record, out var rejected) is not { } version) return new DefinitionSet(record.Offset, histories, compiledRules, Rejected.Add(rejected!));

        var known = histories[(int)version.Key.Kind].GetValueOrDefault(version.Id);
        if (known is not null && known.Latest.Version >= version.Version)
        {
            var repeated = new RejectedDefinition(record.Offset, record.Kind, record.Id, record.Version, $"version {known.Latest.Version} came before it");
            return new DefinitionSet(record.Offset, histories, compiledRules, Rejected.Add(repeated));
        }

        var next = (ImmutableSortedDictionary<string, DefinitionHistory>[])histories.Clone();
        next[(int)version.Key.Kind] = next[(int)version.Key.Kind].SetItem(version.Id, known?.With(version) ?? DefinitionHistory.Of(version));
        var rules = version.Key.Kind == DefinitionKind.Rule ? compiledRules.Add(version, new CompiledRule(version)) : compiledRules;
        return new DefinitionSet(record.Offset, next, rules, Rejected);
    }

    /// <summary>The highest version, whatever its status; null: none.</summary>
    public DefinitionVersion? Find(DefinitionKind kind, string id) => histories[(int)kind].GetValueOrDefault(id)?.Latest;

    /// <summary>The highest version of every definition of a kind, in ordinal order of ids.</summary>
    public IEnumerable<DefinitionVersion> LatestOf(DefinitionKind kind) => histories[(int)kind].Values.Select(history => history.Latest);

    /// <summary>Every version of a definition, ascending; empty: none.</summary>
    public IReadOnlyList<DefinitionVersion> VersionsOf(DefinitionKind kind, string id) =>
        histories[(int)kind].GetValueOrDefault(id)?.Versions ?? [];

    /// <summary>All versions of a rule with what each edit does to progress; null: no such rule.</summary>
    public RuleLineage? LineageOf(string ruleId) => histories[(int)DefinitionKind.Rule].GetValueOrDefault(ruleId)?.Lineage;

    /// <summary>The highest version of a rule, whatever its status; null: no such rule.</summary>
    public CompiledRule? FindRule(string ruleId) => Find(DefinitionKind.Rule, ruleId) is { } latest ? compiledRules[latest] : null;

    /// <summary>A rule by its id if it is active; else null.</summary>
    public LiveRule? FindLive(string ruleId) => snapshot.Value.RulesById.GetValueOrDefault(ruleId);

    /// <summary>A rule by the UTF-8 of its id if it is active; else null. Allocates nothing.</summary>
    public LiveRule? FindLive(ReadOnlySpan<byte> ruleIdUtf8) =>
        snapshot.Value.RulesByUtf8Id.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(ruleIdUtf8, out var rule) ? rule : null;

    private Snapshot BuildSnapshot()
    {
        var catalog = new HistoryCatalog();
        var segments = new SegmentTable([.. LatestOf(DefinitionKind.Segment).Where(version => version.IsActive)], catalog);
        var compiler = new ConditionCompiler(catalog, segments.Indexes);
        var rules = LatestOf(DefinitionKind.Rule)
            .Where(version => version.IsActive)
            .Select((version, index) => new LiveRule(
                index,
                compiledRules[version],
                SegmentIndexOf((Rule)version.Definition, segments),
                ((Rule)version.Definition).ExtraConditions is { } extra ? compiler.CompilePlayer(extra) : null))
            .ToImmutableArray();
        return new Snapshot(rules, segments, catalog.Build());
    }

    private static int SegmentIndexOf(Rule rule, SegmentTable segments)
    {
        if (rule.SegmentId == DefinitionNames.Everyone) return LiveRule.Everyone;
        var index = segments.IndexOf(rule.SegmentId);
        return index < 0 ? LiveRule.Nobody : index;
    }

    private sealed class Snapshot(ImmutableArray<LiveRule> rules, SegmentTable segments, HistoryNeeds needs)
    {
        public ImmutableArray<LiveRule> Rules { get; } = rules;

        public SegmentTable Segments { get; } = segments;

        public HistoryNeeds Needs { get; } = needs;

        public TriggerIndex Triggers { get; } = new(rules);

        public Dictionary<string, LiveRule> RulesById { get; } = rules.ToDictionary(rule => rule.Id, StringComparer.Ordinal);

        public Dictionary<byte[], LiveRule> RulesByUtf8Id { get; } = rules.ToDictionary(rule => rule.Compiled.IdUtf8.ToArray(), Utf8Comparer.Instance);
    }
}
