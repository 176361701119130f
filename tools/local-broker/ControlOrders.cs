using System.Text.Json.Nodes;
using Engage.LocalBroker.Faults;
using Engage.LocalBroker.Storage;

namespace Engage.LocalBroker.Host;

/// <summary>What the control port can be told to do, by the field <c>do</c>.</summary>
/// <remarks>
/// <code>
/// crash               point, occurrence = 1     die (SIGKILL) when that point of CrashPoint is reached
/// compact             topic                     now, active segments included
/// clean-up                                      retention and due compaction, now
/// fence-producer      transactional_id          as a second instance would
/// expire-transaction  transactional_id          as its timeout would
/// expire-member       group, member             as its session would
/// force-rebalance, forget-members    group
/// offline, online     topic, partition          answer everything with a storage error
/// freeze, thaw        topic, partition          hold the last stable offset where it is
/// fault               see FaultOrder            disturb requests; answers an id
/// release, disarm, hits              id         of a fault
/// </code>
/// </remarks>
internal sealed class ControlOrders(EmbeddedBroker broker)
{
    private readonly List<Fault> faults = [];

    /// <exception cref="FormatException">There is no such order, or a field of it is missing or wrong.</exception>
    /// <exception cref="ArgumentException">It names something that does not exist.</exception>
    public async Task<JsonObject> ObeyAsync(JsonObject order)
    {
        var coordinator = broker.Running.Coordinator.Faults;
        switch (order.Text("do"))
        {
            case "crash":
                broker.CrashPoints.Arm(order.Choice<CrashPoint>("point"), order.NumberOr("occurrence", 1));
                return Done();
            case "compact":
                broker.Compact(order.Text("topic"));
                return Done();
            case "clean-up":
                broker.CleanUp();
                return Done();
            case "fence-producer":
                return Done(await coordinator.FenceProducerAsync(order.Text("transactional_id")).ConfigureAwait(false));
            case "expire-transaction":
                return Done(await coordinator.ExpireTransactionAsync(order.Text("transactional_id")).ConfigureAwait(false));
            case "expire-member":
                return Done(await coordinator.ExpireMemberAsync(order.Text("group"), order.Text("member")).ConfigureAwait(false));
            case "force-rebalance":
                return Done(await coordinator.ForceRebalanceAsync(order.Text("group")).ConfigureAwait(false));
            case "forget-members":
                return Done(await coordinator.ForgetMembersAsync(order.Text("group")).ConfigureAwait(false));
            case "offline" or "online":
                Log(order).SetOffline(order.Text("do") == "offline");
                return Done();
            case "freeze" or "thaw":
                Log(order).FreezeStableOffset(order.Text("do") == "freeze");
                return Done();
            default:
                return OnFault(order);
        }
    }

    private JsonObject OnFault(JsonObject order)
    {
        switch (order.Text("do"))
        {
            case "fault":
                lock (faults)
                {
                    faults.Add(broker.Faults.Inject(FaultOrder.Read(order)));
                    return new JsonObject { ["ok"] = true, ["id"] = faults.Count - 1 };
                }

            case "release":
                Fault(order).Release();
                return Done();
            case "disarm":
                Fault(order).Dispose();
                return Done();
            case "hits":
                return new JsonObject { ["ok"] = true, ["hits"] = Fault(order).Hits };
            case var unknown:
                throw new FormatException($"There is no order '{unknown}'.");
        }
    }

    private Fault Fault(JsonObject order)
    {
        var id = order.Number("id");
        lock (faults) return id >= 0 && id < faults.Count ? faults[id] : throw new FormatException($"There is no fault {id}.");
    }

    private PartitionLog Log(JsonObject order)
    {
        var (topic, index) = (order.Text("topic"), order.Number("partition"));
        var partitions = broker.Running.Partitions.Find(topic)?.Partitions ?? throw new ArgumentException($"There is no topic '{topic}'.");
        return index >= 0 && index < partitions.Count ? partitions[index].Log : throw new ArgumentException($"'{topic}' has no partition {index}.");
    }

    /// <summary><c>ok</c> false: there is nothing of that name, or not in a state in which the order makes sense.</summary>
    private static JsonObject Done(bool ok = true) => new() { ["ok"] = ok };
}
