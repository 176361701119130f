using System.Diagnostics.CodeAnalysis;

namespace Engage.LocalBroker.Groups;

/// <summary>The groups there are, by id.</summary>
internal sealed class GroupDirectory
{
    private readonly Dictionary<string, Group> groups = [];

    public IReadOnlyCollection<Group> All => groups.Values;

    public bool TryGet(string groupId, [NotNullWhen(true)] out Group? group) => groups.TryGetValue(groupId, out group);

    public Group GetOrCreate(string groupId, long nowMs)
    {
        if (groups.TryGetValue(groupId, out var group)) return group;

        group = new Group(groupId);
        group.MoveTo(GroupState.Empty, nowMs);
        groups.Add(groupId, group);
        return group;
    }

    public void Remove(string groupId) => groups.Remove(groupId);
}
