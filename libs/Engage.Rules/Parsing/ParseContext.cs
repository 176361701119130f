using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Parsing;

/// <summary>What is gathered while one document is parsed. Not thread-safe; lives for one document.</summary>
internal sealed class ParseContext
{
    public List<Mistake> Mistakes { get; } = [];

    public List<DefinitionReference> References { get; } = [];

    public List<ThresholdUse> Thresholds { get; } = [];

    public List<TemplateUse> Templates { get; } = [];

    public void Error(SourcePosition position, string path, string message) =>
        Mistakes.Add(new Mistake(MistakeSeverity.Error, position, path, message));

    public void Warn(SourcePosition position, string path, string message) =>
        Mistakes.Add(new Mistake(MistakeSeverity.Warning, position, path, message));

    public void Refer(DefinitionKind kind, string id, DefinitionNode node, string path, string? detail = null) =>
        References.Add(new DefinitionReference(kind, id, node.Position, path, detail));
}
