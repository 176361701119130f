using System.Text;
using Engage.Contracts;
using Engage.Streams;

namespace Engage.Dispatcher.Lanes;

/// <summary>What operators have switched off: everything, a channel, an account or a rule. Kept until switched on again.</summary>
/// <remarks>Key: the scope as commands write it (<c>all</c>, <c>channel:sms</c>, <c>account:sms/main</c>, <c>rule:ID</c>). Value: the reason.</remarks>
internal sealed class KillSwitches(IBytesStore store)
{
    private readonly Dictionary<string, string> off = [];

    public void Load()
    {
        off.Clear();
        using var cursor = store.Scan([]);
        while (cursor.MoveNext()) off[Encoding.UTF8.GetString(cursor.Key)] = Encoding.UTF8.GetString(cursor.Value);
    }

    public static bool IsScope(string? scope) =>
        scope == "all" || (scope?.Split(':', 2) is [var kind, { Length: > 0 }] && kind is "channel" or "account" or "rule");

    public void SwitchOff(string scope, string? reason)
    {
        off[scope] = reason ?? "";
        store.Put(Encoding.UTF8.GetBytes(scope), Encoding.UTF8.GetBytes(off[scope]));
    }

    /// <returns>False if it was on.</returns>
    public bool SwitchOn(string scope)
    {
        store.Delete(Encoding.UTF8.GetBytes(scope));
        return off.Remove(scope);
    }

    /// <summary>Whether a message must not leave now.</summary>
    public bool Stop(LaneName lane, string ruleId) =>
        off.Count > 0
        && (off.ContainsKey("all") || off.ContainsKey($"channel:{lane.Channel}") || off.ContainsKey($"account:{lane.Channel}/{lane.Account}") || off.ContainsKey($"rule:{ruleId}"));
}
