using System.Collections.Immutable;
using System.Globalization;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Parsing;

/// <summary>Reads single values; null, with a mistake noted, where the value has the wrong form.</summary>
internal static class ScalarReader
{
    public static string? Text(DefinitionNode node, string path, ParseContext context)
    {
        switch (node)
        {
            case TextNode { Value.Length: > 0 } text: return text.Value;
            case TextNode:
                context.Error(node.Position, path, "the text is empty; write one or leave the key out");
                return null;
            case NumberNode number:
                context.Error(node.Position, path, $"{number.Describe()} stands where a text is expected; write it in quotes: \"{number.Written}\"");
                return null;
            default:
                context.Error(node.Position, path, $"{node.Describe()} stands where a text is expected{(node is BooleanNode ? "; write it in quotes if it is meant as one" : "")}");
                return null;
        }
    }

    public static string? Id(DefinitionNode node, string path, ParseContext context)
    {
        if (Text(node, path, context) is not { } id) return null;
        if (DefinitionId.IsValid(id)) return id;
        context.Error(node.Position, path, $"'{id}' is not an id; use 1 to {DefinitionId.MaxLength} of a-z, 0-9 and -, not starting with -");
        return null;
    }

    public static decimal? Number(DefinitionNode node, string path, ParseContext context)
    {
        if (node is NumberNode number) return number.Value;
        var hint = node is TextNode { Value: var text } && DecimalText.TryParse(text, out _, out _) ? "; write it without quotes" : "";
        context.Error(node.Position, path, $"{node.Describe()} stands where a number is expected{hint}");
        return null;
    }

    public static decimal? Positive(DefinitionNode node, string path, ParseContext context)
    {
        if (Number(node, path, context) is not { } value) return null;
        if (value > 0) return value;
        context.Error(node.Position, path, $"{DecimalText.Format(value)} must be above 0");
        return null;
    }

    public static long? Integer(DefinitionNode node, string path, ParseContext context, long min, long max)
    {
        if (Number(node, path, context) is not { } value) return null;
        if (value == decimal.Truncate(value) && value >= min && value <= max) return (long)value;
        context.Error(node.Position, path, string.Create(CultureInfo.InvariantCulture, $"{DecimalText.Format(value)} must be a whole number from {min} to {max}"));
        return null;
    }

    public static long? Duration(DefinitionNode node, string path, ParseContext context)
    {
        if (node is TextNode text && DurationText.TryParse(text.Value, out var micros)) return micros;
        context.Error(node.Position, path, $"{node.Describe()} is not a duration; write a whole number with a unit, at most ten years: 90s, 15m, 24h, 7d or 2w");
        return null;
    }

    public static T Choice<T>(DefinitionNode node, string path, ParseContext context, T fallback, params ReadOnlySpan<(string Text, T Value)> choices)
    {
        var names = new List<string>(choices.Length);
        foreach (var (text, value) in choices)
        {
            if (node is TextNode written && written.Value == text) return value;
            names.Add(text);
        }

        var suggestion = node is TextNode unknown ? Suggestion.For(unknown.Value, names) : $"; known: {string.Join(", ", names)}";
        context.Error(node.Position, path, $"{node.Describe()} is not a choice{suggestion}");
        return fallback;
    }

    /// <summary>One text, or a list of texts.</summary>
    public static ImmutableArray<string> Texts(DefinitionNode node, string path, ParseContext context)
    {
        if (node is not SequenceNode sequence) return Text(node, path, context) is { } single ? [single] : [];
        if (sequence.Items.IsEmpty) context.Error(node.Position, path, "the list is empty; name at least one");

        var texts = ImmutableArray.CreateBuilder<string>(sequence.Items.Length);
        for (var i = 0; i < sequence.Items.Length; i++)
        {
            if (Text(sequence.Items[i], string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), context) is { } text) texts.Add(text);
        }

        return texts.ToImmutable();
    }
}
