using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Parsing;

/// <summary>A place in a document that names another definition.</summary>
/// <param name="Detail">What is asked of it: a template's text name, the provider of an account, the purpose of an endpoint; else null.</param>
public sealed record DefinitionReference(DefinitionKind Kind, string Id, SourcePosition Position, string Path, string? Detail);
