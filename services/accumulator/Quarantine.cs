using System.Buffers.Binary;
using System.Text;
using Engage.Rules.Decisions;
using Engage.Streams;

namespace Engage.Accumulator;

/// <summary>Rule versions that threw. They decide nothing more in this partition until the rule is edited; all others go on.</summary>
/// <remarks>Kept in the task's state, so that a replay or a move to another worker sets aside exactly the same.</remarks>
internal sealed class Quarantine
{
    private const int KeyBytes = RuleKey.SizeBytes + sizeof(int);

    private readonly IBytesStore store;
    private readonly HashSet<(RuleKey Rule, int Version)> members = [];

    public Quarantine(IBytesStore store)
    {
        this.store = store;
        using var cursor = store.Scan([]);
        while (cursor.MoveNext())
            members.Add((new RuleKey(BinaryPrimitives.ReadUInt64BigEndian(cursor.Key)), BinaryPrimitives.ReadInt32BigEndian(cursor.Key[RuleKey.SizeBytes..])));
    }

    public bool Contains(RulePlan plan) => members.Count > 0 && members.Contains((plan.Key, plan.Version));

    public void Add(RulePlan plan, Exception cause)
    {
        if (!members.Add((plan.Key, plan.Version))) return;

        Span<byte> key = stackalloc byte[KeyBytes];
        BinaryPrimitives.WriteUInt64BigEndian(key, plan.Key.Value);
        BinaryPrimitives.WriteInt32BigEndian(key[RuleKey.SizeBytes..], plan.Version);
        store.Put(key, Encoding.UTF8.GetBytes($"{plan.Rule.Id}: {cause.GetType().Name}: {cause.Message}"));
    }
}
