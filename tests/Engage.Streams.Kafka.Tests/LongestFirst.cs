using Xunit.Sdk;
using Xunit.v3;

namespace Engage.Streams.Kafka.Tests;

/// <summary>Classes with the most to wait for begin first, or the last of them would run alone at the end, for minutes.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [nameof(ExactlyOnceOnApacheKafka), nameof(ExactlyOnceOnTheLocalBroker), nameof(BadNeighboursOnApacheKafka), nameof(FencesOnApacheKafka), nameof(BadNeighboursOnTheLocalBroker), nameof(FencesOnTheLocalBroker)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(collection => Rank(collection))];

    private static int Rank(ITestCollection collection)
    {
        var rank = Array.FindIndex(Long, name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal));
        return rank < 0 ? Long.Length : rank;
    }
}
