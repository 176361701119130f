namespace Engage.Rules.Triggers;

/// <summary>From which side a bound limits a value.</summary>
internal enum BoundSide
{
    Lower,
    Upper,
}
