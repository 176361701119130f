namespace Engage.LoadTest.Summing;

/// <summary>A key's sum after one more number.</summary>
/// <param name="Input">0: numbers, 1: more-numbers.</param>
/// <param name="Offset">The number's offset there.</param>
internal readonly record struct Sum(long Value, byte Input, long Offset);
