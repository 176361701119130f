using System.Collections.Immutable;
using System.Globalization;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Parsing;

/// <summary>
/// Reads the keys of one mapping, noting a mistake for each value of the wrong form and, in <see cref="Finish"/>, for each key that nothing asked for.
/// A getter that notes a mistake returns the fallback, so that reading goes on.
/// </summary>
internal sealed class MappingReader
{
    private readonly List<string> known = [];

    private MappingReader(MappingNode node, string path, ParseContext context)
    {
        Node = node;
        Path = path;
        Context = context;
    }

    public MappingNode Node { get; }

    public string Path { get; }

    public ParseContext Context { get; }

    /// <returns>Null, with a mistake noted, unless the node is a mapping.</returns>
    /// <param name="example">What would be right, shown in the mistake.</param>
    public static MappingReader? Open(DefinitionNode node, string path, ParseContext context, string example)
    {
        if (node is MappingNode mapping) return new MappingReader(mapping, path, context);
        context.Error(node.Position, path, $"{node.Describe()} stands where a mapping is expected; write {example}");
        return null;
    }

    /// <summary>The value of an optional key; a key without a value is a mistake and counts as absent.</summary>
    public DefinitionNode? Find(string key)
    {
        known.Add(key);
        var value = Node.Find(key);
        if (value is not NullNode) return value;
        Context.Error(value.Position, PathOf(key), $"'{key}' has no value; give it one or leave the key out{HashHint(key)}");
        return null;
    }

    /// <summary>The value of a key that must be there.</summary>
    public DefinitionNode? Require(string key, string example)
    {
        var value = Find(key);
        if (value is null && Node.Find(key) is null) Context.Error(Node.Position, Path, $"'{key}' is missing; add {example}");
        return value;
    }

    public bool Has(string key)
    {
        known.Add(key);
        return Node.Find(key) is not null;
    }

    public string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    public void ErrorAt(string key, string message) => Context.Error(Node.Find(key)?.Position ?? Node.Position, PathOf(key), message);

    public void WarnAt(string key, string message) => Context.Warn(Node.Find(key)?.Position ?? Node.Position, PathOf(key), message);

    public string? Text(string key) => Find(key) is { } node ? ScalarReader.Text(node, PathOf(key), Context) : null;

    public string RequireText(string key, string example) =>
        Require(key, example) is { } node ? ScalarReader.Text(node, PathOf(key), Context) ?? "" : "";

    /// <summary>A text, or a number taken as its shortest text.</summary>
    public string RequireName(string key, string example) => Require(key, example) switch
    {
        null => "",
        NumberNode number => DecimalText.Format(number.Value),
        var node => ScalarReader.Text(node, PathOf(key), Context) ?? "",
    };

    public string RequireId(string key, string example)
    {
        var node = Require(key, example);
        return node is null ? "" : ScalarReader.Id(node, PathOf(key), Context) ?? "";
    }

    public bool Flag(string key, bool absent = false)
    {
        switch (Find(key))
        {
            case null: return absent;
            case BooleanNode boolean: return boolean.Value;
            case var other:
                ErrorAt(key, $"{other.Describe()} is neither true nor false; write {key}: true or {key}: false");
                return absent;
        }
    }

    /// <summary>A decimal above 0.</summary>
    public decimal RequirePositive(string key, string example) =>
        Require(key, example) is { } node ? ScalarReader.Positive(node, PathOf(key), Context) ?? 1 : 1;

    public int? Integer(string key, int min, int max) =>
        Find(key) is { } node ? (int?)ScalarReader.Integer(node, PathOf(key), Context, min, max) : null;

    public int RequireInteger(string key, int min, int max, string example) =>
        Require(key, example) is { } node ? (int?)ScalarReader.Integer(node, PathOf(key), Context, min, max) ?? min : min;

    public long? Duration(string key) => Find(key) is { } node ? ScalarReader.Duration(node, PathOf(key), Context) : null;

    public long RequireDuration(string key, string example) =>
        Require(key, example) is { } node ? ScalarReader.Duration(node, PathOf(key), Context) ?? DurationText.MicrosPerSecond : DurationText.MicrosPerSecond;

    public T Choice<T>(string key, T absent, params ReadOnlySpan<(string Text, T Value)> choices) =>
        Find(key) is { } node ? ScalarReader.Choice(node, PathOf(key), Context, absent, choices) : absent;

    public T RequireChoice<T>(string key, string example, params ReadOnlySpan<(string Text, T Value)> choices) =>
        Require(key, example) is { } node ? ScalarReader.Choice(node, PathOf(key), Context, choices[0].Value, choices) : choices[0].Value;

    /// <summary>The items of a list with their paths; empty for an absent key, and with a mistake for what is not a list or an empty one.</summary>
    public ImmutableArray<(DefinitionNode Node, string Path)> Items(string key, string example)
    {
        switch (Find(key))
        {
            case null: return [];
            case SequenceNode { Items.Length: > 0 } sequence:
                return [.. sequence.Items.Select((item, index) => (item, string.Create(CultureInfo.InvariantCulture, $"{PathOf(key)}[{index}]")))];
            case var other:
                ErrorAt(key, $"{(other is SequenceNode ? "an empty list" : other.Describe())} stands where a list is expected; write {example}");
                return [];
        }
    }

    /// <summary>Notes a mistake for every key that was not asked for.</summary>
    public void Finish()
    {
        foreach (var entry in Node.Entries)
        {
            if (known.Contains(entry.Key)) continue;
            Context.Error(entry.KeyPosition, Path, $"unknown key '{entry.Key}'{Suggestion.For(entry.Key, known)}");
        }
    }

    // A plain # begins a comment: the usual reason for a Slack channel without a value.
    private static string HashHint(string key) => key is "to" ? " (a text with # needs quotes: \"#channel\")" : "";
}
