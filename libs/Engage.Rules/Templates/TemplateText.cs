using System.Collections.Immutable;
using System.Text;

namespace Engage.Rules.Templates;

/// <summary>A parsed template: literal text and <c>{{path | filter:arg}}</c>. Logic-less; immutable and thread-safe.</summary>
/// <remarks>Paths start with <c>player.</c>, <c>event.</c>, <c>rule.</c> or <c>execution.</c>; filters are <c>money number date upper lower truncate:n fallback:'text'</c>.</remarks>
public sealed class TemplateText
{
    /// <summary>The longest template, in bytes of UTF-8.</summary>
    public const int MaxTemplateBytes = 16 * 1024;

    /// <summary>The longest result, in bytes of UTF-8.</summary>
    public const int MaxOutputBytes = 64 * 1024;

    private readonly ImmutableArray<TemplatePart> parts;

    private TemplateText(ImmutableArray<TemplatePart> parts) => this.parts = parts;

    /// <summary>The paths it asks for, in order, without repeats; those with a fallback too.</summary>
    public IEnumerable<string> Paths => parts.OfType<TemplatePart.Variable>().Select(variable => variable.Path).Distinct(StringComparer.Ordinal);

    /// <param name="text">The template.</param>
    /// <param name="template">Null where the text is no template.</param>
    /// <param name="mistake">Where and what is wrong; null where nothing is.</param>
    public static bool TryParse(string text, out TemplateText? template, out TemplateMistake? mistake)
    {
        ArgumentNullException.ThrowIfNull(text);
        template = null;
        mistake = Encoding.UTF8.GetByteCount(text) > MaxTemplateBytes
            ? new TemplateMistake(0, $"the text is longer than {MaxTemplateBytes} bytes; shorten it")
            : null;
        if (mistake is not null) return false;

        var parts = TemplateParser.Parse(text, out mistake);
        if (mistake is not null) return false;

        template = new TemplateText(parts);
        return true;
    }

    /// <summary>Fills the template in.</summary>
    /// <returns>The text; or a failure that ends this one message (semantics 3): <c>missing_variable:PATH</c>, <c>bad_value:PATH</c>, <c>text_too_long</c>.</returns>
    public RenderedText Render(ITemplateValues values, TemplateEscaping escaping)
    {
        var output = new StringBuilder();
        var bytes = 0;
        foreach (var part in parts)
        {
            string piece;
            switch (part)
            {
                case TemplatePart.Literal literal:
                    piece = literal.Text;
                    break;
                case TemplatePart.Variable variable:
                    if (TemplateFilters.Apply(variable, values, out var value) is { } failure) return new RenderedText(null, $"{failure}:{variable.Path}");
                    piece = TemplateEscapes.Escape(value, escaping);
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException($"Nothing renders {part}.");
            }

            bytes += Encoding.UTF8.GetByteCount(piece);
            if (bytes > MaxOutputBytes) return new RenderedText(null, "text_too_long");
            output.Append(piece);
        }

        return new RenderedText(output.ToString(), null);
    }
}
