using Engage.Contracts;
using Engage.Dispatcher.Domain;
using Engage.Dispatcher.Lanes;
using Engage.Streams;

namespace Engage.Dispatcher.Commands;

/// <summary>Reaches the messages about an erased player that wait in lanes of other partitions: those to the operator's own staff.</summary>
internal static class Erasure
{
    public const string CommandKind = "erase";
    private const string PlayerScope = "player:";

    /// <summary>Tells every other partition.</summary>
    public static void Tell(Output<string, DispatchCommand> commands, int ownPartition, string playerId, long nowMicros)
    {
        var command = new DispatchCommand { CommandId = $"erase:{playerId}:{nowMicros}", Kind = CommandKind, Scope = PlayerScope + playerId, IssuedBy = "engage", IssuedAtMicros = nowMicros };
        for (var partition = 0; partition < commands.PartitionCount; partition++)
        {
            if (partition != ownPartition) commands.SendTo(partition, command.CommandId, command);
        }
    }

    /// <summary>Drops what waits in this partition's internal lanes and quotes the player.</summary>
    public static void DropInternal(LaneTools tools, LaneChanges changes, string? scope, long nowMicros)
    {
        if (scope?.StartsWith(PlayerScope, StringComparison.Ordinal) != true) return;
        var playerId = scope[PlayerScope.Length..];
        foreach (var lane in tools.Book.Lanes.Where(lane => lane.Parts.Player is null && !lane.Row.IsEmpty).ToList())
        {
            foreach (var (place, message) in changes.Messages(lane, int.MaxValue))
            {
                if (message.Action.PlayerId == playerId && lane.Row.InFlight?.Seq != place) changes.End(lane, place, message, DeliveryStatus.Dropped, "erased", null, nowMicros);
            }

            tools.Book.Evict(lane, nowMicros);
        }
    }
}
