namespace Engage.Streams;

/// <summary>The stream of a topology under construction.</summary>
public sealed class StreamBuilder
{
    internal StreamBuilder(IEnumerable<Topic> inputs) => Inputs = [.. inputs];

    internal List<Topic> Inputs { get; }

    internal List<Topic> Outputs { get; } = [];

    internal Topic? DeadLetters { get; private set; }

    internal TimeSpan TickInterval { get; private set; } = TimeSpan.FromMilliseconds(50);

    internal string? ProcessorName { get; private set; }

    internal Func<ITaskContext, IProcessor>? CreateProcessor { get; private set; }

    /// <param name="name">A verb phrase, for <see cref="Topology.Describe"/>.</param>
    /// <param name="create">Makes the processor of one task. Called at assignment and again after a rewind; must have no side effects.</param>
    public StreamBuilder Process(string name, Func<ITaskContext, IProcessor> create)
    {
        ProcessorName = name;
        CreateProcessor = create;
        return this;
    }

    /// <summary>Names topics that the processor may open as outputs.</summary>
    public StreamBuilder To(params Topic[] outputs)
    {
        Outputs.AddRange(outputs);
        return this;
    }

    /// <summary>Where records go that can never be processed.</summary>
    public StreamBuilder DeadLettersTo(Topic topic)
    {
        DeadLetters = topic;
        return this;
    }

    /// <summary>Longest time between two ticks of an idle task; 1 ms to 1 s, 50 ms by default. Each tick of an idle worker costs tens of microseconds of CPU.</summary>
    public StreamBuilder TickEvery(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(interval, TimeSpan.FromSeconds(1));
        TickInterval = interval;
        return this;
    }
}
