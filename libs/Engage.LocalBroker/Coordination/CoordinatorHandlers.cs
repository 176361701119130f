using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Transactions;

namespace Engage.LocalBroker.Coordination;

/// <summary>Which machine serves which request.</summary>
internal static class CoordinatorHandlers
{
    public static IReadOnlyList<IApiHandler> All(Coordinator coordinator, BrokerEndpoint endpoint) =>
    [
        new FindCoordinatorHandler(endpoint),

        On<JoinGroupRequest, JoinGroupResponse>(ApiKey.JoinGroup, coordinator, static (machines, request, client, reply, turn) =>
            machines.Joins.Join(request, client, reply, turn)),
        On<SyncGroupRequest, SyncGroupResponse>(ApiKey.SyncGroup, coordinator, static (machines, request, _, reply, turn) =>
            machines.Membership.Sync(request, reply, turn)),
        On<HeartbeatRequest, HeartbeatResponse>(ApiKey.Heartbeat, coordinator, static (machines, request, _, reply, turn) =>
            machines.Membership.Heartbeat(request, reply, turn)),
        On<LeaveGroupRequest, LeaveGroupResponse>(ApiKey.LeaveGroup, coordinator, static (machines, request, _, reply, turn) =>
            machines.Membership.Leave(request, reply, turn)),

        On<OffsetCommitRequest, OffsetCommitResponse>(ApiKey.OffsetCommit, coordinator, static (machines, request, _, reply, turn) =>
            machines.Commits.Commit(request, reply, turn)),
        On<OffsetFetchRequest, OffsetFetchResponse>(ApiKey.OffsetFetch, coordinator, static (machines, request, _, reply, turn) =>
            machines.Fetches.Fetch(request, reply, turn)),

        On<DescribeGroupsRequest, DescribeGroupsResponse>(ApiKey.DescribeGroups, coordinator, static (machines, request, _, reply, turn) =>
            machines.Administration.Describe(request, reply, turn)),
        On<ListGroupsRequest, ListGroupsResponse>(ApiKey.ListGroups, coordinator, static (machines, request, _, reply, turn) =>
            machines.Administration.List(request, reply, turn)),
        On<DeleteGroupsRequest, DeleteGroupsResponse>(ApiKey.DeleteGroups, coordinator, static (machines, request, _, reply, turn) =>
            machines.Administration.Delete(request, reply, turn)),
        On<OffsetDeleteRequest, OffsetDeleteResponse>(ApiKey.OffsetDelete, coordinator, static (machines, request, _, reply, turn) =>
            machines.Administration.DeleteOffsets(request, reply, turn)),

        On<InitProducerIdRequest, InitProducerIdResponse>(ApiKey.InitProducerId, coordinator, static (machines, request, _, reply, turn) =>
            machines.Initialisation.Init(request, reply, turn)),
        On<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>(ApiKey.AddPartitionsToTxn, coordinator, static (machines, request, _, reply, turn) =>
            machines.Contents.AddPartitions(request, reply, turn)),
        On<AddOffsetsToTxnRequest, TransactionErrorResponse>(ApiKey.AddOffsetsToTxn, coordinator, static (machines, request, _, reply, turn) =>
            machines.Contents.AddOffsets(request, reply, turn)),
        On<EndTxnRequest, TransactionErrorResponse>(ApiKey.EndTxn, coordinator, static (machines, request, _, reply, turn) =>
            machines.Ends.End(request, reply, turn)),
        On<TxnOffsetCommitRequest, OffsetCommitResponse>(ApiKey.TxnOffsetCommit, coordinator, static (machines, request, _, reply, turn) =>
            machines.TransactionalOffsets.Commit(request, reply, turn)),
    ];

    private static CoordinatorHandler<TRequest, TResponse> On<TRequest, TResponse>(
        ApiKey api, Coordinator coordinator, CoordinatorAction<TRequest, TResponse> action)
        where TRequest : ICoordinatorRequest<TRequest, TResponse>
        where TResponse : ICoordinatorResponse => new(api, coordinator, action);
}
