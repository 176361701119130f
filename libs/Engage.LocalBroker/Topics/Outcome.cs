using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Topics;

/// <summary>How one administrative wish ended, and a sentence for the operator when it was refused.</summary>
internal readonly record struct Outcome(ErrorCode Error, string? Message = null)
{
    public static Outcome Done => new(ErrorCode.None);
}
