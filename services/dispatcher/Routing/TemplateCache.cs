using Engage.Rules.Templates;

namespace Engage.Dispatcher.Routing;

/// <summary>Templates by their text, parsed once. One task's own.</summary>
internal sealed class TemplateCache
{
    private const int KeptTemplates = 1_000;

    private readonly Dictionary<string, TemplateText?> known = [];

    /// <summary>Fills a text in; a text that is no template fails with <c>template_broken</c>.</summary>
    public RenderedText Render(string text, ITemplateValues values, TemplateEscaping escaping)
    {
        if (!known.TryGetValue(text, out var template))
        {
            if (known.Count >= KeptTemplates) known.Clear();
            known[text] = template = TemplateText.TryParse(text, out var parsed, out _) ? parsed : null;
        }

        return template is null ? new RenderedText(null, "template_broken") : template.Render(values, escaping);
    }
}
