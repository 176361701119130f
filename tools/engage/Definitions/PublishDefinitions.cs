using System.Buffers;
using System.Text;
using Engage.Cli.Connections;
using Engage.Contracts;
using Engage.Rules.Definitions;
using Engage.Rules.Planning;
using Engage.Streams.Kafka.Tools;
using Engage.Topics;
using Contract = Engage.Contracts.Definition;

namespace Engage.Cli.Definitions;

/// <summary>Writes new versions and one marker into every partition of player-events, in one transaction (semantics 0b).</summary>
internal static class PublishDefinitions
{
    /// <summary>Whoever starts a writer with it fences the one before: two applies never interleave.</summary>
    public static string TransactionalId(Cluster cluster) => cluster.TopicPrefix + "apply";

    /// <param name="writer">Of <see cref="TransactionalId"/>, taken over before the topic was read to its end.</param>
    /// <param name="plan">What is to be written.</param>
    /// <returns>Where each partition's marker stands.</returns>
    public static IReadOnlyDictionary<int, long> Publish(TransactionalWriter writer, Cluster cluster, DefinitionPlan plan, TimeProvider time)
    {
        int partitions;
        using (var admin = new ClusterAdmin(cluster.Connection)) partitions = admin.PartitionCounts()[cluster.Topic(Topics.Topics.PlayerEvents.Name)];

        writer.Begin();
        long last = plan.Before.Offset;
        foreach (var change in plan.Changes) last = writer.Write(cluster.Topic(Topics.Topics.Definitions.Name), partition: 0, KeyOf(change.Key), Encode(Topics.Topics.Definitions.Wire, RecordOf(change)));

        var marker = Encode(Topics.Topics.PlayerEvents.Wire, ControlEvents.DefinitionsInForce(last, plan.Before.Offset, (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond));
        var markers = new Dictionary<int, long>();
        for (var partition = 0; partition < partitions; partition++) markers[partition] = writer.Write(cluster.Topic(Topics.Topics.PlayerEvents.Name), partition, [], marker);
        writer.Commit();
        return markers;
    }

    private static byte[] KeyOf(DefinitionKey key) => Encoding.UTF8.GetBytes($"{DefinitionNames.TextOf(key.Kind)}/{key.Id}/{key.Version}");

    private static Contract RecordOf(PlannedDefinition change) => new()
    {
        Kind = DefinitionNames.TextOf(change.Key.Kind),
        Id = change.Key.Id,
        Version = change.Key.Version,
        Status = DefinitionNames.TextOf(change.Status),
        Name = change.Name,
        Body = change.Body,
        AppliedBy = "apply",
    };

    private static byte[] Encode<T>(Streams.ISerde<T> serde, T value)
    {
        var output = new ArrayBufferWriter<byte>();
        serde.Write(value, output);
        return output.WrittenSpan.ToArray();
    }
}
