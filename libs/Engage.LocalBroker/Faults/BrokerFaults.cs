using System.Collections.Immutable;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Faults;

/// <summary>Lets tests disturb requests at fixed points. Thread-safe; costs one read per request while nothing is armed.</summary>
public sealed class BrokerFaults
{
    private ImmutableArray<Fault> armed = [];

    internal bool IsIdle => armed.IsEmpty;

    /// <summary>Arms <paramref name="rule"/> until the fault is disposed. Rules are tried in the order they were armed; the first hit wins.</summary>
    public Fault Inject(FaultRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var fault = new Fault(rule, spent => ImmutableInterlocked.Update(ref armed, static (all, one) => all.Remove(one), spent));
        ImmutableInterlocked.Update(ref armed, static (all, one) => all.Add(one), fault);
        return fault;
    }

    /// <summary>Disarms everything.</summary>
    public void Clear()
    {
        foreach (var fault in armed) fault.Dispose();
    }

    /// <summary>The fault that strikes this request at this stage; null when none does.</summary>
    internal Fault? Find(FaultStage stage, RequestContext request)
    {
        var rules = armed;
        if (rules.IsEmpty) return null;

        RequestFacts? facts = null;
        foreach (var fault in rules)
        {
            if (fault.Rule.Stage != stage) continue;

            facts ??= RequestFactsReader.Read(request);
            if (fault.Rule.Matches(facts) && fault.Strike()) return fault;
        }

        return null;
    }
}
