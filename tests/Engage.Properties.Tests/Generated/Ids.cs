using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Engage.Contracts;
using EngageTopics = Engage.Topics.Topics;

namespace Engage.Properties.Tests.Generated;

/// <summary>Semantics 28: ids are functions of the log.</summary>
public sealed class Ids
{
    private const int EventsPerLife = 20;

    [Fact]
    public void Rule_28_ids_are_functions_of_rule_player_event_and_position_are_never_shared_and_are_the_same_in_a_second_run()
    {
        var (executions, derived) = (0, 0);
        Cases.Hold("ids", seed =>
        {
            using var life = new Life(seed, seed % 2 == 0 ? Feature.Everything & ~(Feature.Periods | Feature.Qualification) : Feature.Tags | Feature.Once | Feature.Edits);
            life.Live(EventsPerLife);
            var executed = Executed(life.Pipeline);
            Interlocked.Add(ref executions, executed.Count);
            Interlocked.Add(ref derived, executed.Count(execution => execution.EventType!.StartsWith("tag.", StringComparison.Ordinal)));

            var ids = IdsOf(executed);
            // What comes again after the horizon is decided anew, under the ids that it had: the platform takes its reward once.
            var events = executed.DistinctBy(execution => (execution.RuleId, execution.PlayerId, execution.EventSource, execution.EventId, execution.EventType)).ToList();
            if (ids.Distinct().Count() != IdsOf(events).Count) return $"{ids.Distinct().Count()} ids for {IdsOf(events).Count} executions and actions\n{life.Story}";
            if (Cases.Difference(Expected(executed, life), ids, life.Story) is { } wrong) return wrong;

            using var again = new Pipeline(life.StartsAt);
            foreach (var record in life.Pipeline.Log) again.Write(record);
            again.Run();
            return Cases.Difference(ids, IdsOf(Executed(again)), life.Story);
        });

        Cases.Prove("executions", executions, Cases.Count);
        Cases.Prove("executions of derived events", derived, Cases.Count / 20);
    }

    /// <summary>Each execution's id, and those of its actions behind it.</summary>
    private static List<string> Expected(List<Execution> executed, Life life)
    {
        var expected = new List<string>();
        foreach (var execution in executed)
        {
            var id = Id(Parts(execution, life));
            var bytes = Convert.FromHexString(id.Replace("-", "", StringComparison.Ordinal));
            expected.Add(id);
            expected.AddRange(execution.ActionIds.Select((_, position) => Id(["action"u8.ToArray(), bytes, Number(position)])));
        }

        return expected;
    }

    /// <summary>SHA-256 over parts with their lengths in front, cut to 128 bits that read as a UUID of version 8.</summary>
    private static string Id(IEnumerable<byte[]> parts)
    {
        byte[] input = [.. parts.SelectMany(part => Number(part.Length).Concat(part))];
        var hex = Convert.ToHexStringLower(SHA256.HashData(input))[..32].ToCharArray();
        hex[12] = '8';
        hex[16] = "89ab"[Convert.FromHexString($"0{hex[16]}")[0] & 3];
        var text = new string(hex);
        return $"{text[..8]}-{text[8..12]}-{text[12..16]}-{text[16..20]}-{text[20..]}";
    }

    private static byte[] Number(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    /// <summary>A derived event is named by its cause, its type and its tag.</summary>
    private static IEnumerable<byte[]> Parts(Execution execution, Life life)
    {
        string[] who = [execution.RuleId, execution.PlayerId];
        var at = execution.EventId!.LastIndexOf('#');
        if (at < 0) return [.. new[] { "execution/event" }.Concat(who).Append(execution.EventSource!).Append(execution.EventId).Append(execution.EventType!).Select(Encoding.UTF8.GetBytes)];
        var cause = life.Told.First(told => told.Id == execution.EventId[..at] && told.Player == execution.PlayerId);
        return [.. new[] { "execution/derived" }.Concat(who).Append(cause.Source).Append(cause.Id).Append(cause.Type).Append(execution.EventType!).Append(execution.EventId[(at + 1)..]).Select(Encoding.UTF8.GetBytes)];
    }

    private static List<string> IdsOf(List<Execution> executed) => [.. executed.SelectMany(execution => execution.ActionIds.Prepend(execution.ExecutionId))];

    private static List<Execution> Executed(Pipeline pipeline) => [.. pipeline.Executions.Select(execution => EngageTopics.Executions.Wire.Read(execution.Value))];
}
