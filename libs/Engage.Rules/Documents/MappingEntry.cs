namespace Engage.Rules.Documents;

/// <summary>A key of a mapping with its place and value.</summary>
public sealed record MappingEntry(string Key, SourcePosition KeyPosition, DefinitionNode Value);
