using System.Collections.Immutable;
using Engage.Rules.Documents;

namespace Engage.Definitions;

/// <summary>What one file holds.</summary>
/// <param name="Documents">Empty documents are left out. After a syntax error: those before it.</param>
/// <param name="Mistakes">Of the text itself: syntax, repeated keys, aliases, numbers. What documents mean is the parser's.</param>
public sealed record YamlDocuments(ImmutableArray<DefinitionNode> Documents, ImmutableArray<Mistake> Mistakes);
