using System.Text;
using Engage.Streams;
using EngageTopics = Engage.Topics.Topics;

namespace Engage.Properties.Tests.Generated;

/// <summary>Semantics 47: what is known of a player is gone at once, and what must outlive that is kept under a keyed hash.</summary>
public sealed class Erasures
{
    private const int EventsPerPart = 8;

    [Fact]
    public void Rule_47_nothing_that_is_kept_names_an_erased_player_nobody_else_changes_and_life_goes_on()
    {
        var (executions, remembered) = (0, 0);
        Cases.Hold("erasures", seed =>
        {
            var random = new Random(-seed);
            using var life = new Life(seed, Feature.Everything & ~(Feature.Periods | Feature.Qualification));
            life.Live(EventsPerPart);
            var erased = life.Players[random.Next(life.Players.Count)];
            var before = Kept(life.Pipeline).Where(entry => !Names(entry, erased)).ToDictionary(entry => entry.Where, entry => entry.Value);
            life.Pipeline.Materializer.Read(EngageTopics.PlayerProfiles);

            life.Erase(erased);

            var after = Kept(life.Pipeline);
            if (after.Find(entry => Names(entry, erased)) is { Where: not null } traitor) return $"{traitor.Where} still names {erased}\n{life.Story}";
            foreach (var entry in after.Where(entry => entry.Where.Contains("/players/", StringComparison.Ordinal)))
            {
                if (!before.TryGetValue(entry.Where, out var value) || !value.AsSpan().SequenceEqual(entry.Value)) return $"{entry.Where} changed\n{life.Story}";
            }

            var profile = life.Pipeline.Materializer.Read(EngageTopics.PlayerProfiles)[^1].Value!;
            if (profile.PlayerId != erased || !profile.Erased || profile.Attributes.Count + profile.Consents.Count > 0 || profile.Suppression is not null) return $"the profile is {profile}";

            var told = life.Expected.Count;
            life.GoOn(EventsPerPart);
            Interlocked.Add(ref remembered, life.Told.Count(happening => happening.Player == erased));
            Interlocked.Add(ref executions, life.Expected.Count - told);
            return Cases.Difference(life.Expected, life.Decided, life.Story);
        });

        Cases.Prove("executions after erasures", executions, Cases.Count / 5);
        Cases.Prove("events of erased players", remembered, 5 * Cases.Count);
    }

    private static bool Names((string Where, byte[] Key, byte[] Value) entry, string player)
    {
        var name = Encoding.UTF8.GetBytes(player);
        return entry.Key.AsSpan().IndexOf(name) >= 0 || entry.Value.AsSpan().IndexOf(name) >= 0;
    }

    /// <summary>Everything that the workers keep, as changelogs and a new disk hold it.</summary>
    private static List<(string Where, byte[] Key, byte[] Value)> Kept(Pipeline pipeline) =>
    [
        .. Kept("materializer", pipeline.Materializer, SegmentMaterializer.Stores.Players, SegmentMaterializer.Stores.Chunks, SegmentMaterializer.Stores.Partition, SegmentMaterializer.Stores.Erased),
        .. Kept("accumulator", pipeline.Accumulator, Accumulator.Stores.Players, Accumulator.Stores.Buckets, Accumulator.Stores.Erased, Accumulator.Stores.Partition, Accumulator.Stores.Quarantine),
    ];

    private static IEnumerable<(string Where, byte[] Key, byte[] Value)> Kept(string worker, Streams.Testing.TopologyTestDriver stage, params Store[] stores) =>
        stores.SelectMany(store => stage.Dump(store, 0).Select(entry => ($"{worker}/{store.Name}/{Convert.ToHexString(entry.Key)}", entry.Key, entry.Value)));
}
