using System;

namespace Engage.Avro.Schemas;

/// <summary>The name of a record, enum or fixed: dot-separated words of letters, digits and underscores.</summary>
internal readonly struct AvroName
{
    private AvroName(string full)
    {
        var dot = full.LastIndexOf('.');
        Full = full;
        Namespace = dot < 0 ? "" : full.Substring(0, dot);
        Simple = full.Substring(dot + 1);
    }

    public string Full { get; }

    public string Namespace { get; }

    public string Simple { get; }

    /// <summary>A dotted name is full already; a simple one belongs to <paramref name="space"/>.</summary>
    public static AvroName Resolve(string name, string space) =>
        new(name.LastIndexOf('.') >= 0 || space.Length == 0 ? name : space + "." + name);

    public static bool IsValidFull(string name) => Array.TrueForAll(name.Split('.'), IsValidSimple);

    public static bool IsValidSimple(string name)
    {
        if (name.Length == 0 || !IsWordStart(name[0])) return false;
        foreach (var character in name)
        {
            if (!IsWordStart(character) && character is not (>= '0' and <= '9')) return false;
        }

        return true;
    }

    private static bool IsWordStart(char character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_';
}
