using System.Collections.Frozen;

namespace Engage.Rules.Sms;

/// <summary>How a player is told to stop messages, appended to every SMS to a player (semantics 37). All texts are within GSM-7.</summary>
public static class StopText
{
    private const string DefaultLanguage = "en";

    // Each starts with a space, which is counted: 24 characters in English.
    private static readonly FrozenDictionary<string, string> ByLanguage = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = " To stop SMS, reply STOP",
        ["sv"] = " Stoppa SMS: svara STOP",
        ["no"] = " Stopp SMS: svar STOP",
        ["nb"] = " Stopp SMS: svar STOP",
        ["nn"] = " Stopp SMS: svar STOP",
        ["da"] = " Stop SMS: svar STOP",
        ["fi"] = " Lopeta: vastaa STOP",
        ["de"] = " Abmelden: antworte STOP",
        ["nl"] = " Afmelden: antwoord STOP",
        ["fr"] = " Stop SMS: répondez STOP",
        ["es"] = " Para no recibir SMS: STOP",
        ["pt"] = " Para cancelar: STOP",
        ["it"] = " Per non ricevere SMS: STOP",
        ["et"] = " Loobumiseks vasta STOP",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The text with the stop text behind it, unless it ends with it already.</summary>
    /// <param name="text">The rendered message.</param>
    /// <param name="language">The player's language, such as <c>sv</c> or <c>pt-BR</c>; null or without a text of its own: English.</param>
    public static string Append(string text, string? language)
    {
        ArgumentNullException.ThrowIfNull(text);
        var stop = For(language);
        return text.EndsWith(stop.TrimStart(), StringComparison.OrdinalIgnoreCase) ? text : text + stop;
    }

    /// <summary>The stop text of a language, its leading space included.</summary>
    public static string For(string? language)
    {
        if (language is null) return ByLanguage[DefaultLanguage];
        if (ByLanguage.TryGetValue(language, out var exact)) return exact;

        var separator = language.IndexOfAny(['-', '_']);
        return separator > 0 && ByLanguage.TryGetValue(language[..separator], out var primary) ? primary : ByLanguage[DefaultLanguage];
    }
}
