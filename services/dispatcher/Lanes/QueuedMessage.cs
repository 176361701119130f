using Engage.Contracts;
using Action = Engage.Contracts.Action;

namespace Engage.Dispatcher.Lanes;

/// <summary>A message in its lane's queue, with what has been told of it.</summary>
/// <param name="Work">As it was routed.</param>
/// <param name="Action">What it came from, for results.</param>
internal sealed record QueuedMessage(DispatchWork Work, Action Action)
{
    /// <summary>Results written so far.</summary>
    public int ResultSeq { get; set; }

    /// <summary>The status last told in a result that did not end it; null before any.</summary>
    public string? ToldStatus { get; set; }
}
