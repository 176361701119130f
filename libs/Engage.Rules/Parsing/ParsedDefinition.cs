using System.Collections.Immutable;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Parsing;

/// <summary>One document as the parser understood it.</summary>
/// <param name="Source">The document as written.</param>
/// <param name="Definition">Null where a mistake left nothing to build; set beside errors where the rest made sense.</param>
/// <param name="Mistakes">Of this document alone; what needs other definitions is the validator's.</param>
public sealed record ParsedDefinition(
    MappingNode Source,
    Definition? Definition,
    ImmutableArray<Mistake> Mistakes,
    ImmutableArray<DefinitionReference> References,
    ImmutableArray<ThresholdUse> Thresholds,
    ImmutableArray<TemplateUse> Templates)
{
    public bool HasErrors => Definition is null || Mistakes.Any(mistake => mistake.IsError);
}
