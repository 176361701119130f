using Engage.Scheduler.Domain;
using Engage.Streams;

namespace Engage.Scheduler;

/// <summary>What the worker keeps. Ids are part of the data on disk: never reuse one.</summary>
internal static class Stores
{
    /// <summary>By rule id.</summary>
    public static readonly Store<string, RuleRow> Rules = new("rules", 1, Serdes.Utf8, RuleRow.Serde);

    /// <summary>Members that have not been reached, in order; the value is the player id.</summary>
    public static readonly Store<MemberKey, string> Members = new("members", 2, MemberKey.Serde, Serdes.Utf8);

    /// <summary>When this task last repeated the definitions marker, microseconds since the Unix epoch. Key: "repeated".</summary>
    public static readonly Store<string, long> Markers = new("markers", 3, Serdes.Utf8, Serdes.Int64);
}
