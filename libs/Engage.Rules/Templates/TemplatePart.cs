using System.Collections.Immutable;

namespace Engage.Rules.Templates;

/// <summary>A piece of a template: a closed hierarchy.</summary>
internal abstract record TemplatePart
{
    private TemplatePart()
    {
    }

    public sealed record Literal(string Text) : TemplatePart;

    /// <param name="Fallback">What stands there where the path has no value; null: the variable is required.</param>
    public sealed record Variable(string Path, ImmutableArray<TemplateFilter> Filters, string? Fallback) : TemplatePart;
}
