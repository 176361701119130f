using Engage.Rules.Documents;

namespace Engage.Rules.Parsing;

/// <summary>A place in a document where a template's text stands.</summary>
public sealed record TemplateUse(string Text, SourcePosition Position, string Path);
