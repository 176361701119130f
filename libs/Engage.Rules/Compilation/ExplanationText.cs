namespace Engage.Rules.Compilation;

/// <summary>The words of a node in an explanation.</summary>
internal static class ExplanationText
{
    public static string Of(CompiledNode node) => node.Kind switch
    {
        NodeKind.All => "all",
        NodeKind.Any => "any",
        NodeKind.Not => "not",
        _ => ConditionText.Of(node.Source),
    };
}
