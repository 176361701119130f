namespace Engage.Streams.Testing.Cluster;

/// <summary>Every request arrives, unless a test says otherwise for the next of its kind.</summary>
internal sealed class ReliableNetwork : INetwork
{
    private readonly Dictionary<string, FaultAction> next = [];
    private readonly List<Action> later = [];

    public void FailNext(string request, FaultAction action) => next[request] = action;

    public void RefuseNext(string request) => next[request] = FaultAction.Refuse;

    public FaultAction Next(string request) => next.Remove(request, out var action) ? action : FaultAction.None;

    public void DeliverLater(Action request) => later.Add(request);
}
