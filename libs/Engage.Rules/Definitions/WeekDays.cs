using System.Numerics;
using NodaTime;

namespace Engage.Rules.Definitions;

/// <summary>A set of days of the week; <see cref="All"/> where a document names none.</summary>
/// <param name="Bits">Bit n − 1 stands for ISO day n, Monday being 1.</param>
public readonly record struct WeekDays(byte Bits)
{
    public static WeekDays All => new(0b111_1111);

    public int Count => BitOperations.PopCount(Bits);

    public bool Contains(IsoDayOfWeek day) => (Bits >> ((int)day - 1) & 1) != 0;

    public WeekDays With(IsoDayOfWeek day) => new((byte)(Bits | (1 << ((int)day - 1))));
}
