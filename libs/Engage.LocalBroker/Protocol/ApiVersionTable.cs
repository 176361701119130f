namespace Engage.LocalBroker.Protocol;

/// <summary>What ApiVersions advertises: narrow ranges on which all supported clients meet at one or two layouts per request.</summary>
/// <remarks>
/// The low minima are not mistakes. kcat decides by them which compression codecs, group and transaction requests exist, and
/// the .NET client's ListGroups is pinned to version 0; kafkajs ignores minima, so raising one closes its connection.
/// Produce 0-2 is advertised for that reason alone and never served.
/// </remarks>
internal static class ApiVersionTable
{
    private static readonly ApiVersionRange[] Ranges =
    [
        new(ApiKey.Produce, 0, 7, 9),
        new(ApiKey.Fetch, 4, 11, 12),
        new(ApiKey.ListOffsets, 2, 3, 6),
        new(ApiKey.Metadata, 4, 4, 9),
        new(ApiKey.OffsetCommit, 5, 7, 8),
        new(ApiKey.OffsetFetch, 4, 7, 6),
        new(ApiKey.FindCoordinator, 0, 2, 3),
        new(ApiKey.JoinGroup, 5, 5, 6),
        new(ApiKey.Heartbeat, 3, 3, 4),
        new(ApiKey.LeaveGroup, 1, 3, 4),
        new(ApiKey.SyncGroup, 3, 3, 4),
        new(ApiKey.DescribeGroups, 0, 4, 5),
        new(ApiKey.ListGroups, 0, 5, 3),
        new(ApiKey.SaslHandshake, 0, 1, ApiVersionRange.Never),
        new(ApiKey.ApiVersions, 0, 4, 3),
        new(ApiKey.CreateTopics, 2, 4, 5),
        new(ApiKey.DeleteTopics, 1, 3, 4),
        new(ApiKey.DeleteRecords, 0, 1, 2),
        new(ApiKey.InitProducerId, 0, 4, 2),
        new(ApiKey.AddPartitionsToTxn, 0, 0, 3),
        new(ApiKey.AddOffsetsToTxn, 0, 0, 3),
        new(ApiKey.EndTxn, 0, 1, 3),
        new(ApiKey.TxnOffsetCommit, 0, 3, 3),
        new(ApiKey.DescribeConfigs, 1, 2, 4),
        new(ApiKey.AlterConfigs, 0, 1, 2),
        new(ApiKey.CreatePartitions, 0, 1, 2),
        new(ApiKey.DeleteGroups, 0, 1, 2),
        new(ApiKey.IncrementalAlterConfigs, 0, 0, 1),
        new(ApiKey.OffsetDelete, 0, 0, ApiVersionRange.Never),
    ];

    public static ReadOnlySpan<ApiVersionRange> All => Ranges;

    /// <summary>The range of <paramref name="api"/>, or null when this broker does not know the request.</summary>
    public static ApiVersionRange? Find(ApiKey api)
    {
        foreach (var range in Ranges)
        {
            if (range.Api == api) return range;
        }

        return null;
    }
}
