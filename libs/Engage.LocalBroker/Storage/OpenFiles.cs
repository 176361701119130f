namespace Engage.LocalBroker.Storage;

/// <summary>Keeps the most recently read inactive segments open and closes the others, so that old data costs no file handles.</summary>
/// <remarks>Thread-safe. Active segments are not in here; their logs keep them open.</remarks>
internal sealed class OpenFiles(int capacity = OpenFiles.DefaultCapacity)
{
    private const int DefaultCapacity = 64;

    private readonly Lock gate = new();
    private readonly LinkedList<Segment> byRecency = new();
    private readonly Dictionary<Segment, LinkedListNode<Segment>> nodes = [];

    /// <summary>Counts <paramref name="segment"/> as just used; closes the one unused for longest when there are too many.</summary>
    public void Touch(Segment segment)
    {
        Segment? evicted = null;
        lock (gate)
        {
            if (nodes.TryGetValue(segment, out var node)) byRecency.Remove(node);
            else node = nodes[segment] = new LinkedListNode<Segment>(segment);
            byRecency.AddLast(node);

            if (nodes.Count > capacity)
            {
                evicted = byRecency.First!.Value;
                byRecency.RemoveFirst();
                nodes.Remove(evicted);
            }
        }

        evicted?.CloseFile();
    }

    public void Forget(Segment segment)
    {
        lock (gate)
        {
            if (nodes.Remove(segment, out var node)) byRecency.Remove(node);
        }
    }
}
