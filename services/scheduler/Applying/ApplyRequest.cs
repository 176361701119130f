using Engage.Topics;

namespace Engage.Scheduler.Applying;

/// <summary>A change of definitions that is the scheduler's to make. A closed hierarchy.</summary>
internal abstract record ApplyRequest
{
    private ApplyRequest()
    {
    }

    /// <summary>An apply whose time has come.</summary>
    internal sealed record Due(PendingApply Pending) : ApplyRequest;

    /// <summary>A <c>once_at</c> or <c>now</c> rule has had its one run.</summary>
    internal sealed record Archive(string RuleId) : ApplyRequest;
}
