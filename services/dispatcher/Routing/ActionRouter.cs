using Engage.Contracts;
using Engage.Dispatcher.Domain;
using Engage.Dispatcher.Results;
using Engage.Rules.Definitions;
using Engage.Streams;
using Engage.Topics;
using Action = Engage.Contracts.Action;

namespace Engage.Dispatcher.Routing;

/// <summary>Carries out what <see cref="RouteActions"/> decides: a final result, a lane of this partition, or a record for the partition that owns the lane; and writes tag effects.</summary>
internal sealed class ActionRouter(
    ITaskContext task, GlobalTable<DefinitionLog> definitions, DispatchServices services, ResultWriter results, Action<DispatchWork, long> accept)
{
    private readonly RouteActions routes = new();
    private readonly Output<string, DispatchWork> work = task.Output(EngageTopics.DispatchWork);
    private readonly Output<string, PlayerEvent> playerEvents = task.Output(EngageTopics.PlayerEvents);

    public void Route(Action action, PlayerProfile profile, string? traceparent, long nowMicros)
    {
        var route = routes.Decide(Facts(action, profile, traceparent, nowMicros));
        switch (route)
        {
            case EndsHere ended:
                results.Write(action, ResultWriter.DeliveryIdOf(action), 0, new ResultFacts { Status = ended.Status, Reason = ended.Reason, Channel = ended.Channel, Recipient = ended.Recipient, Traceparent = traceparent }, nowMicros);
                if (ended.Status != DeliveryStatus.Delivered) return;
                break;
            case JoinsLane joins:
                Join(joins.Work, nowMicros);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"Nothing carries out {route.GetType().Name}.");
        }

        if (ControlEvents.TagEffect(action) is { } effect) playerEvents.Send(action.PlayerId, effect);
    }

    /// <summary>A lane of this very task needs no way through the broker; all others have one owner, found by the lane's partition key.</summary>
    public void Join(DispatchWork message, long nowMicros)
    {
        if (!LaneName.TryParse(message.Lane, out var lane)) throw new System.Diagnostics.UnreachableException("A route named a lane without its three parts.");
        var key = lane.PartitionKey;
        if (Partitioner.PartitionOf(System.Text.Encoding.UTF8.GetBytes(key), work.PartitionCount) == task.Partition) accept(message, nowMicros);
        else work.Send(key, message);
    }

    private RoutingFacts Facts(Action action, PlayerProfile profile, string? traceparent, long nowMicros)
    {
        var log = definitions.Snapshot;
        var asOf = log.At(action.DefinitionsOffset);
        var needsRule = RouteActions.ChannelOf(action.ActionType) != "platform";
        var rule = needsRule ? asOf.VersionsOf(DefinitionKind.Rule, action.RuleId).FirstOrDefault(version => version.Version == action.RuleVersion)?.Definition as Rule : null;
        var happened = needsRule && action.Event is { } value ? EngageTopics.PlayerEvents.Wire.Read(value.Span) : null;
        var latest = log.Latest;
        return new RoutingFacts(
            action, profile, rule, asOf, happened, (channel, named) => services.Accounts.IdFor(channel, named, latest), services.DefaultCountryCode, traceparent, nowMicros);
    }
}
