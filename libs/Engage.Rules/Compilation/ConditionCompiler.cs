using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Engage.Rules.Definitions;
using Engage.Rules.Facts;

namespace Engage.Rules.Compilation;

/// <summary>Turns conditions into nodes with names in UTF-8 and references resolved.</summary>
/// <param name="catalog">Takes the history leaves.</param>
/// <param name="segmentIndexes">The places of the active segments by id; an id that is not there is nobody's segment.</param>
internal sealed class ConditionCompiler(HistoryCatalog catalog, IReadOnlyDictionary<string, int> segmentIndexes)
{
    public static CompiledNode CompileEvent(Condition condition) => condition switch
    {
        AllOf all => Group(NodeKind.All, all, all.Children, CompileEvent),
        AnyOf any => Group(NodeKind.Any, any, any.Children, CompileEvent),
        Not not => new CompiledNode { Kind = NodeKind.Not, Source = not, Children = [CompileEvent(not.Inner)] },
        FieldCondition { Field.IsOfEvent: true } field => Field(NodeKind.EventField, field),
        _ => throw new UnreachableException($"The parser let {condition.GetType().Name} into a condition on events."),
    };

    public CompiledCondition CompilePlayer(Condition condition) => new(Compile(condition));

    private CompiledNode Compile(Condition condition) => condition switch
    {
        AllOf all => Group(NodeKind.All, all, all.Children, Compile),
        AnyOf any => Group(NodeKind.Any, any, any.Children, Compile),
        Not not => new CompiledNode { Kind = NodeKind.Not, Source = not, Children = [Compile(not.Inner)] },
        FieldCondition { Field.IsOfEvent: false } field => Field(NodeKind.PlayerField, field),
        TagsCondition tags => new CompiledNode { Kind = NodeKind.Tags, Source = tags, TagOperator = tags.Operator, Tags = [.. tags.Tags.Select(Encoding.UTF8.GetBytes)] },
        InSegmentCondition inSegment => CompileInSegment(inSegment),
        CountCondition count => History(NodeKind.Count, count, count.Comparison, catalog.Add(HistoryMeasure.Count, count.Event, count.Where, default, count.WithinMicros)),
        SumCondition sum => History(NodeKind.Sum, sum, sum.Comparison, catalog.Add(HistoryMeasure.Sum, sum.Event, sum.Where, sum.Field, sum.WithinMicros)),
        SinceLastCondition last => History(NodeKind.SinceLast, last, last.Comparison, catalog.Add(HistoryMeasure.Last, last.Event, last.Where, default, null), last.BeforeThisEvent),
        NeverCondition never => History(NodeKind.Never, never, null, catalog.Add(HistoryMeasure.Last, never.Event, never.Where, default, null), never.BeforeThisEvent),
        _ => throw new UnreachableException($"The parser let {condition.GetType().Name} into a condition on players."),
    };

    private CompiledNode CompileInSegment(InSegmentCondition condition)
    {
        if (segmentIndexes.TryGetValue(condition.SegmentId, out var index)) return new CompiledNode { Kind = NodeKind.InSegment, Source = condition, SegmentIndex = index };
        return new CompiledNode { Kind = NodeKind.Constant, Source = condition, Constant = Verdicts.Of(condition.SegmentId == DefinitionNames.Everyone) };
    }

    private static CompiledNode Group(NodeKind kind, Condition source, ImmutableArray<Condition> children, Func<Condition, CompiledNode> compile) =>
        new() { Kind = kind, Source = source, Children = [.. children.Select(compile)] };

    private static CompiledNode Field(NodeKind kind, FieldCondition field) => new()
    {
        Kind = kind,
        Source = field,
        Field = field.Field.Kind,
        Name = Encoding.UTF8.GetBytes(field.Field.Name ?? ""),
        Comparison = new CompiledComparison(field.Comparison),
    };

    private static CompiledNode History(NodeKind kind, Condition source, Comparison? comparison, HistoryLeaf leaf, bool beforeThisEvent = false) => new()
    {
        Kind = kind,
        Source = source,
        Comparison = comparison is null ? null : new CompiledComparison(comparison),
        Leaf = leaf,
        BeforeThisEvent = beforeThisEvent,
    };
}
