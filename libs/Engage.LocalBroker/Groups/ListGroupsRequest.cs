using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Groups;

/// <summary>ListGroups (16) versions 0 to 5.</summary>
/// <param name="States">Empty for all; otherwise Kafka's state names in any case.</param>
/// <param name="Types">Empty for all; otherwise type names in any case.</param>
internal sealed record ListGroupsRequest(IReadOnlyList<string> States, IReadOnlyList<string> Types)
    : ICoordinatorRequest<ListGroupsRequest, ListGroupsResponse>
{
    public static ListGroupsRequest Read(ref KafkaReader reader, short version)
    {
        var request = new ListGroupsRequest(
            version >= 4 ? ReadNames(ref reader) : [],
            version >= 5 ? ReadNames(ref reader) : []);
        reader.SkipTags();
        return request;
    }

    public ListGroupsResponse Refused(ErrorCode error) => new(error, []);

    private static string[] ReadNames(ref KafkaReader reader)
    {
        var names = new string[reader.ReadArrayCount()];
        for (var index = 0; index < names.Length; index++) names[index] = reader.ReadString();
        return names;
    }
}
