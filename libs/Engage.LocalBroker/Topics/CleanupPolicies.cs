namespace Engage.LocalBroker.Topics;

/// <summary>How a topic sheds old records; both may hold at once, and none keeps everything.</summary>
[Flags]
internal enum CleanupPolicies
{
    None = 0,
    Delete = 1,
    Compact = 2,
}
