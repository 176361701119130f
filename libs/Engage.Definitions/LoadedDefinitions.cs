using System.Collections.Immutable;
using Engage.Rules.Documents;
using Engage.Rules.Parsing;

namespace Engage.Definitions;

/// <summary>What a set of files holds.</summary>
/// <param name="Definitions">Every document, also those with mistakes, in the order of the files.</param>
/// <param name="Mistakes">Of the files and of each document alone, in order of place; what needs other definitions is the validator's.</param>
public sealed record LoadedDefinitions(ImmutableArray<ParsedDefinition> Definitions, ImmutableArray<Mistake> Mistakes);
