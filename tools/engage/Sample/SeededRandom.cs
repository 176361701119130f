namespace Engage.Cli.Sample;

/// <summary>SplitMix64: the same seed gives the same sample on every version of the runtime, which <see cref="Random"/> does not promise.</summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong state = seed;

    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>0 to <paramref name="bound"/> − 1; the modulo bias is below 1e-12 for the bounds used here.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>From 0 (inclusive) to 1 (exclusive).</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => Fraction() < probability;

    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>A value at or above <paramref name="least"/> with a Pareto tail: most are small, few are huge.</summary>
    public double HeavyTailed(double least, double shape) => least / Math.Pow(1 - Fraction(), 1 / shape);
}
