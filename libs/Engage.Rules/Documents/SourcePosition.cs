using System.Globalization;

namespace Engage.Rules.Documents;

/// <summary>A place in a definition file.</summary>
/// <param name="File">As the user named it; empty for definitions that come from the definitions topic.</param>
/// <param name="Line">From 1; 0 where there is no file.</param>
/// <param name="Column">From 1, in characters.</param>
public readonly record struct SourcePosition(string File, int Line, int Column) : IComparable<SourcePosition>
{
    /// <summary>Of definitions without a file.</summary>
    public static SourcePosition None => new("", 0, 0);

    public int CompareTo(SourcePosition other)
    {
        var byFile = string.CompareOrdinal(File, other.File);
        if (byFile != 0) return byFile;
        var byLine = Line.CompareTo(other.Line);
        return byLine != 0 ? byLine : Column.CompareTo(other.Column);
    }

    public static bool operator <(SourcePosition left, SourcePosition right) => left.CompareTo(right) < 0;

    public static bool operator <=(SourcePosition left, SourcePosition right) => left.CompareTo(right) <= 0;

    public static bool operator >(SourcePosition left, SourcePosition right) => left.CompareTo(right) > 0;

    public static bool operator >=(SourcePosition left, SourcePosition right) => left.CompareTo(right) >= 0;

    /// <summary><c>file:line:column</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
}
