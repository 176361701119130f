using System.Diagnostics;
using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>What administrators ask about groups and do to them.</summary>
internal sealed class GroupAdministration(GroupDirectory groups, OffsetStore offsets, IPartitions partitions)
{
    private const string Dead = "Dead";

    public void Describe(DescribeGroupsRequest request, Reply<DescribeGroupsResponse> reply, Turn turn) =>
        turn.Answer(reply, new DescribeGroupsResponse([.. request.GroupIds.Select(Describe)]));

    public void List(ListGroupsRequest request, Reply<ListGroupsResponse> reply, Turn turn)
    {
        var isClassicWanted = IsWanted(ListGroupsResponse.ClassicType, request.Types);
        var listed = groups.All
            .Select(static group => new ListedGroup(group.Id, group.ProtocolType ?? "", NameOf(group.State)))
            .Where(group => isClassicWanted && IsWanted(group.State, request.States));
        turn.Answer(reply, new ListGroupsResponse(ErrorCode.None, [.. listed]));
    }

    public void Delete(DeleteGroupsRequest request, Reply<DeleteGroupsResponse> reply, Turn turn)
    {
        var answered = new List<GroupError>(request.GroupIds.Count);
        foreach (var groupId in request.GroupIds)
        {
            var error = WhyNotDeletable(groupId);
            if (error == ErrorCode.None) turn.Record(new GroupDeleted(groupId));
            answered.Add(new GroupError(groupId, error));
        }

        turn.Answer(reply, new DeleteGroupsResponse(answered));
    }

    public void DeleteOffsets(OffsetDeleteRequest request, Reply<OffsetDeleteResponse> reply, Turn turn)
    {
        var error = WhyNoOffsetDeletable(request.GroupId, out var group);
        if (error != ErrorCode.None)
        {
            turn.Answer(reply, new OffsetDeleteResponse(error, []));
            return;
        }

        var answered = request.Topics.Select(topic => topic.All(WhyNotDeletable(group!, topic.Topic))).ToList();
        var committed = offsets.Of(request.GroupId)?.Committed;
        TopicPartition[] deleted =
        [
            .. from topic in answered
               from partition in topic.Partitions
               let key = new TopicPartition(topic.Topic, partition.Partition)
               where partition.Error == ErrorCode.None && committed?.ContainsKey(key) == true
               select key,
        ];
        if (deleted.Length > 0) turn.Record(new OffsetsDeleted(request.GroupId, deleted));
        turn.Answer(reply, new OffsetDeleteResponse(ErrorCode.None, answered));
    }

    private DescribedGroup Describe(string groupId)
    {
        if (!groups.TryGet(groupId, out var group)) return DescribedGroup.WithoutMembers(groupId, Dead, ErrorCode.None);

        var protocol = group.State == GroupState.Stable ? group.ProtocolName ?? "" : "";
        return new DescribedGroup(
            ErrorCode.None, groupId, NameOf(group.State), group.ProtocolType ?? "", protocol,
            [.. group.Members.Select(member => Describe(member, group.State == GroupState.Stable, protocol))]);
    }

    // While a rebalance runs, metadata and assignment of different generations would stand side by side.
    private static DescribedMember Describe(GroupMember member, bool isStable, string protocol) => new(
        member.Id, member.InstanceId, member.Client,
        isStable ? member.MetadataFor(protocol) ?? [] : [],
        isStable ? member.Assignment : []);

    private ErrorCode WhyNotDeletable(string groupId)
    {
        if (!groups.TryGet(groupId, out var group)) return ErrorCode.GroupIdNotFound;
        if (group.State != GroupState.Empty) return ErrorCode.NonEmptyGroup;
        return offsets.Of(groupId) is { HasPending: true } ? ErrorCode.NonEmptyGroup : ErrorCode.None;
    }

    private ErrorCode WhyNoOffsetDeletable(string groupId, out Group? group)
    {
        if (!groups.TryGet(groupId, out group)) return ErrorCode.GroupIdNotFound;
        var mayKnowTopics = group.State == GroupState.Empty || group.ProtocolType == Subscription.ConsumerProtocolType;
        return mayKnowTopics ? ErrorCode.None : ErrorCode.NonEmptyGroup;
    }

    private ErrorCode WhyNotDeletable(Group group, string topic)
    {
        if (!partitions.Exists(new TopicPartition(topic, 0))) return ErrorCode.UnknownTopicOrPartition;
        var isSubscribed = group.Members.Any(member => member.Protocols.Any(protocol => Subscription.Includes(protocol.Metadata, topic)));
        return isSubscribed ? ErrorCode.GroupSubscribedToTopic : ErrorCode.None;
    }

    private static bool IsWanted(string name, IReadOnlyList<string> wanted) =>
        wanted.Count == 0 || wanted.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string NameOf(GroupState state) => state switch
    {
        GroupState.Empty => "Empty",
        GroupState.PreparingRebalance => "PreparingRebalance",
        GroupState.CompletingRebalance => "CompletingRebalance",
        GroupState.Stable => "Stable",
        _ => throw new UnreachableException($"No name for group state {state}."),
    };
}
