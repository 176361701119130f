using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Requests;

namespace Engage.LocalBroker.Faults;

/// <summary>Picks groups, transactional ids and partitions out of a request. Only used while faults are armed.</summary>
internal static class RequestFactsReader
{
    private const sbyte GroupCoordinator = 0;

    public static RequestFacts Read(RequestContext request)
    {
        var facts = new RequestFacts(request.Header.Api, request.Version, request.ClientId);
        var reader = request.Read();
        switch (request.Header.Api)
        {
            case ApiKey.OffsetCommit or ApiKey.OffsetFetch or ApiKey.JoinGroup or ApiKey.Heartbeat or ApiKey.LeaveGroup or ApiKey.SyncGroup or ApiKey.OffsetDelete:
                return facts with { Group = reader.ReadString() };
            case ApiKey.FindCoordinator:
                var key = reader.ReadString();
                return request.Version == 0 || reader.ReadInt8() == GroupCoordinator ? facts with { Group = key } : facts with { TransactionalId = key };
            case ApiKey.InitProducerId or ApiKey.EndTxn:
                return facts with { TransactionalId = reader.ReadNullableString() };
            case ApiKey.TxnOffsetCommit:
                return facts with { TransactionalId = reader.ReadString(), Group = reader.ReadString() };
            case ApiKey.AddOffsetsToTxn:
                return facts with { TransactionalId = ReadProducer(ref reader), Group = reader.ReadString() };
            case ApiKey.AddPartitionsToTxn:
                return facts with { TransactionalId = ReadProducer(ref reader), Partitions = ReadPartitions(ref reader, static (ref _) => { }) };
            case ApiKey.Produce when request.Version >= 3:
                return ReadProduce(facts, ref reader);
            case ApiKey.Fetch:
                return facts with { Partitions = FetchRequest.Read(request).Targets.ConvertAll(target => (target.Topic, target.Index)) };
            case ApiKey.ListOffsets:
                _ = reader.ReadInt32();
                _ = reader.ReadInt8();
                return facts with { Partitions = ReadPartitions(ref reader, static (ref rest) => rest.ReadInt64()) };
            case ApiKey.Metadata:
                return facts with { Partitions = ReadNames(ref reader) };
            default:
                return facts;
        }
    }

    private static RequestFacts ReadProduce(RequestFacts facts, ref KafkaReader reader)
    {
        var transactionalId = reader.ReadNullableString();
        _ = reader.ReadInt16();
        _ = reader.ReadInt32();
        return facts with { TransactionalId = transactionalId, Partitions = ReadPartitions(ref reader, static (ref rest) => rest.ReadBytes()) };
    }

    private static string ReadProducer(ref KafkaReader reader)
    {
        var transactionalId = reader.ReadString();
        _ = reader.ReadInt64();
        _ = reader.ReadInt16();
        return transactionalId;
    }

    private static List<(string Topic, int Partition)> ReadNames(ref KafkaReader reader)
    {
        var names = new List<(string, int)>();
        for (var remaining = reader.ReadArrayCount(); remaining > 0; remaining--) names.Add((reader.ReadString(), -1));
        return names;
    }

    private static List<(string Topic, int Partition)> ReadPartitions(ref KafkaReader reader, SkipRest skipRest)
    {
        var partitions = new List<(string, int)>();
        for (var topics = reader.ReadArrayCount(); topics > 0; topics--)
        {
            var topic = reader.ReadString();
            for (var remaining = reader.ReadArrayCount(); remaining > 0; remaining--)
            {
                partitions.Add((topic, reader.ReadInt32()));
                skipRest(ref reader);
            }
        }

        return partitions;
    }

    /// <summary>Passes over what follows a partition number.</summary>
    private delegate void SkipRest(ref KafkaReader reader);
}
