namespace Engage.Rules.Parsing;

/// <summary>Which numbers a map per currency may hold.</summary>
internal enum AmountSign
{
    Any,
    Positive,
}
