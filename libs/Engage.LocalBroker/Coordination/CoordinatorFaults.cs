using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Transactions;

namespace Engage.LocalBroker.Coordination;

/// <summary>Interventions in groups and transactions that tests cannot bring about from outside, or only by waiting.</summary>
/// <remarks>Each runs as one turn of the coordinator; false when there is nothing of that name (or not in a state the intervention makes sense in).</remarks>
internal sealed class CoordinatorFaults(Coordinator coordinator)
{
    /// <summary>Takes the identity from a transactional id's producer as a second instance would; an open transaction is aborted.</summary>
    public Task<bool> FenceProducerAsync(string transactionalId) => InterveneTransactionAsync(transactionalId, static (machines, known, turn) =>
    {
        if (known.IsPrepared) return false;
        if (known.State == TransactionState.Ongoing) machines.Ends.Fence(known, turn);
        else machines.Initialisation.TakeIdentity(known, turn);
        return true;
    });

    /// <summary>Aborts an open transaction as if its timeout had passed.</summary>
    public Task<bool> ExpireTransactionAsync(string transactionalId) => InterveneTransactionAsync(transactionalId, static (machines, known, turn) =>
    {
        if (known.State != TransactionState.Ongoing) return false;
        machines.Ends.Fence(known, turn);
        return true;
    });

    /// <summary>Removes a member as if its session had ended.</summary>
    public Task<bool> ExpireMemberAsync(string groupId, string memberId) => InterveneGroupAsync(groupId, (machines, group, turn) =>
    {
        if (group.Member(memberId) is not { } member) return false;
        machines.Membership.Expel(group, member, turn);
        return true;
    });

    /// <summary>Makes every member join again.</summary>
    public Task<bool> ForceRebalanceAsync(string groupId) => InterveneGroupAsync(groupId, static (machines, group, turn) =>
    {
        if (!group.IsStableOrCompleting) return false;
        machines.Rebalances.Advance(group, turn);
        return true;
    });

    /// <summary>Removes all members at once, as a coordinator that lost them: each learns from its next request that it is unknown.</summary>
    public Task<bool> ForgetMembersAsync(string groupId) => InterveneGroupAsync(groupId, static (machines, group, turn) =>
    {
        if (group.Members.Count == 0) return false;
        foreach (var member in group.Members.ToArray()) Rebalances.Remove(group, member, turn);
        machines.Rebalances.Advance(group, turn);
        return true;
    });

    private Task<bool> InterveneTransactionAsync(string transactionalId, Func<CoordinatorMachines, TransactionMetadata, Turn, bool> act) =>
        InterveneAsync(turn => coordinator.State.Transactions.TryGet(transactionalId, out var known)
            && !coordinator.Machines.Ends.IsBusy(transactionalId) && act(coordinator.Machines, known, turn));

    private Task<bool> InterveneGroupAsync(string groupId, Func<CoordinatorMachines, Group, Turn, bool> act) =>
        InterveneAsync(turn => coordinator.State.Groups.TryGet(groupId, out var group) && act(coordinator.Machines, group, turn));

    private Task<bool> InterveneAsync(Func<Turn, bool> act)
    {
        var done = new Reply<bool>(static _ => false);
        coordinator.Post(turn => turn.Answer(done, act(turn)));
        return done.Settled;
    }
}
