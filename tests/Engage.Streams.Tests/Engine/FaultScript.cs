using Engage.Streams.Ports;

namespace Engage.Streams.Tests.Engine;

/// <summary>Which calls of the client fail next, and how.</summary>
internal sealed class FaultScript
{
    private readonly Dictionary<string, Queue<ClientFault>> next = [];
    private readonly Dictionary<string, int> noted = [];

    /// <summary>Whether logs are read by a <see cref="CarelessReader"/>.</summary>
    public bool PassesOverUnreadableHeaders { get; set; }

    /// <summary>Has the next call of this name fail; further ones queue up.</summary>
    public void Fail(string call, ClientFault fault)
    {
        if (!next.TryGetValue(call, out var queue)) next[call] = queue = new Queue<ClientFault>();
        queue.Enqueue(fault);
    }

    public void Meet(string call, TopicPartition? partition = null)
    {
        if (Takes(call) is { } fault) throw new ClientException(fault, $"Scripted_{fault}", $"{call} was told to fail.", partition: partition);
    }

    /// <summary>The fault due, taken off the script; null if none is.</summary>
    public ClientFault? Takes(string call) => next.TryGetValue(call, out var queue) && queue.TryDequeue(out var fault) ? fault : null;

    /// <summary>Counts a call.</summary>
    public void Note(string call) => noted[call] = Count(call) + 1;

    /// <summary>How often a call that is counted was made.</summary>
    public int Count(string call) => noted.GetValueOrDefault(call);

    public bool IsSpent => next.Values.All(queue => queue.Count == 0);
}
