using System.Collections.Concurrent;
using System.Globalization;

namespace Engage.Properties.Tests.Generated;

/// <summary>Tries a property on so many generated cases, each a function of its seed.</summary>
internal static class Cases
{
    /// <summary>How many of each property.</summary>
    public static readonly int Count = Setting("ENGAGE_PROPERTY_CASES", 1_000);

    private static readonly int FirstSeed = Setting("ENGAGE_PROPERTY_SEED", 1);

    /// <summary>True where one case is looked into: failures then tell all.</summary>
    public static bool IsSingle => Count == 1;

    /// <param name="property">For the message.</param>
    /// <param name="difference">What is wrong with the case of a seed; null: nothing. Called by several threads.</param>
    public static void Hold(string property, Func<int, string?> difference)
    {
        var failures = new ConcurrentBag<(int Seed, string What)>();
        Parallel.For(FirstSeed, FirstSeed + Count, new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, 4) }, (seed, loop) =>
        {
            if (failures.Count >= 3) loop.Stop();
            try
            {
                if (difference(seed) is { } what) failures.Add((seed, what));
            }
            catch (Exception thrown) when (thrown is not OperationCanceledException)
            {
                failures.Add((seed, thrown.ToString())); // With its seed, which the loop's own exception would not name.
            }
        });

        Assert.True(failures.IsEmpty, $"{property}: replay with ENGAGE_PROPERTY_CASES=1 and a seed.\n{string.Join('\n', failures.OrderBy(failure => failure.Seed).Select(failure => $"ENGAGE_PROPERTY_SEED={failure.Seed}: {failure.What}"))}");
    }

    /// <summary>Fails unless the cases did so much in all: a property of empty lives proves little. Says nothing of a single case.</summary>
    public static void Prove(string what, int seen, int atLeast) => Assert.True(IsSingle || seen >= atLeast, $"only {seen} {what} in {Count} cases prove little");

    /// <summary>Where two lists part, with both sides; null: they are equal.</summary>
    public static string? Difference<T>(IReadOnlyList<T> expected, IReadOnlyList<T> actual, string story)
    {
        if (expected.SequenceEqual(actual)) return null;
        var at = expected.Zip(actual).TakeWhile(pair => EqualityComparer<T>.Default.Equals(pair.First, pair.Second)).Count();
        return string.Create(CultureInfo.InvariantCulture, $"number {at} of {expected.Count} and {actual.Count}\n expected {expected.ElementAtOrDefault(at)}\n was      {actual.ElementAtOrDefault(at)}{(IsSingle ? "\n" + story : "")}");
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
