namespace Engage.Rules.Templates;

/// <summary>What a path of a template stands for: a closed hierarchy. A path without a value is null.</summary>
public abstract record TemplateValue
{
    private TemplateValue()
    {
    }

    public sealed record Text(string Value) : TemplateValue;

    public sealed record Number(decimal Value) : TemplateValue;

    /// <param name="Currency">Upper-case code; null where none is known.</param>
    public sealed record Money(decimal Value, string? Currency) : TemplateValue;

    public sealed record Truth(bool Value) : TemplateValue;

    /// <param name="Micros">Microseconds since the Unix epoch.</param>
    public sealed record Moment(long Micros) : TemplateValue;
}
