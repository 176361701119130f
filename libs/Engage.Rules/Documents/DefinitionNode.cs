using System.Collections.Immutable;
using System.Globalization;

namespace Engage.Rules.Documents;

/// <summary>A definition document before it means anything: mappings, sequences and scalars, each with its place. A closed hierarchy.</summary>
public abstract record DefinitionNode(SourcePosition Position)
{
    /// <summary>Documents nested deeper than this are refused by every reader.</summary>
    public const int MaxDepth = 16;

    /// <summary>What it is, for messages: <c>a list</c>, <c>the number 5</c>.</summary>
    public abstract string Describe();
}

/// <summary>Keys with values, in the order written; keys are unique.</summary>
public sealed record MappingNode(SourcePosition Position, ImmutableArray<MappingEntry> Entries) : DefinitionNode(Position)
{
    /// <returns>Null if there is no such key.</returns>
    public DefinitionNode? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key == key) return entry.Value;
        }

        return null;
    }

    /// <summary>The same without one key.</summary>
    public MappingNode Without(string key) => this with { Entries = Entries.RemoveAll(entry => entry.Key == key) };

    public override string Describe() => "a mapping";
}

/// <summary>Values in order.</summary>
public sealed record SequenceNode(SourcePosition Position, ImmutableArray<DefinitionNode> Items) : DefinitionNode(Position)
{
    public override string Describe() => "a list";
}

public sealed record TextNode(SourcePosition Position, string Value) : DefinitionNode(Position)
{
    public override string Describe() => $"the text '{(Value.Length <= 40 ? Value : Value[..40] + "…")}'";
}

/// <param name="Value">At most 8 decimals.</param>
/// <param name="Written">As it stands in the file, for messages.</param>
public sealed record NumberNode(SourcePosition Position, decimal Value, string Written) : DefinitionNode(Position)
{
    public override string Describe() => string.Create(CultureInfo.InvariantCulture, $"the number {Written}");
}

public sealed record BooleanNode(SourcePosition Position, bool Value) : DefinitionNode(Position)
{
    public override string Describe() => Value ? "true" : "false";
}

/// <summary>A key without a value, or an explicit null.</summary>
public sealed record NullNode(SourcePosition Position) : DefinitionNode(Position)
{
    public override string Describe() => "nothing";
}
