using Engage.Cli.Offline;
using Engage.Streams.Kafka.Tools;

namespace Engage.Properties.Tests.Generated;

/// <summary>A pipeline's log as a cluster would give it: definitions in their own topic, events with their offsets.</summary>
internal static class Retained
{
    public static RetainedLog LogOf(Pipeline pipeline)
    {
        var (definitions, records) = (new List<TopicRecord>(), new List<TopicRecord>());
        foreach (var logged in pipeline.Log)
        {
            var into = logged.IsDefinition ? definitions : records;
            into.Add(new TopicRecord(logged.IsDefinition ? "definitions" : "player-events", 0, into.Count, logged.AtMicros / 1000, logged.Key, logged.Value, []));
        }

        return new RetainedLog(0, 1, 0, definitions, records);
    }
}
