namespace Engage.Rules.Templates;

/// <summary>One step of a variable's way to text: a closed hierarchy.</summary>
internal abstract record TemplateFilter
{
    private TemplateFilter()
    {
    }

    public sealed record Money : TemplateFilter;

    public sealed record Number : TemplateFilter;

    public sealed record Date : TemplateFilter;

    public sealed record Upper : TemplateFilter;

    public sealed record Lower : TemplateFilter;

    /// <param name="Length">Most characters kept, from 1; user-perceived ones stay whole.</param>
    public sealed record Truncate(int Length) : TemplateFilter;
}
