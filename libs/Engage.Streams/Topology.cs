using System.Text;

namespace Engage.Streams;

/// <summary>What a worker reads, keeps and writes. Made by <see cref="TopologyBuilder"/>; immutable, the snapshots of its global tables excepted.</summary>
public sealed class Topology
{
    internal Topology(TopologyBuilder builder, StreamBuilder stream)
    {
        Name = builder.Name;
        Inputs = [.. stream.Inputs];
        Outputs = [.. stream.Outputs];
        Stores = [.. builder.Stores];
        GlobalTables = [.. builder.GlobalTables];
        DeadLetters = stream.DeadLetters;
        TickInterval = stream.TickInterval;
        ProcessorName = stream.ProcessorName!;
        CreateProcessor = stream.CreateProcessor!;
    }

    /// <summary>The worker's name: group <c>engage.NAME</c>, changelog <c>engage.NAME-changelog</c>.</summary>
    public string Name { get; }

    /// <summary>Co-partitioned topics; a task owns the same partition of each.</summary>
    public IReadOnlyList<Topic> Inputs { get; }

    public IReadOnlyList<Topic> Outputs { get; }

    public IReadOnlyList<Store> Stores { get; }

    public IReadOnlyList<GlobalTable> GlobalTables { get; }

    /// <summary>Where poison records go; null: a poison record stops its task.</summary>
    public Topic? DeadLetters { get; }

    /// <summary>Longest time between two ticks of an idle task.</summary>
    public TimeSpan TickInterval { get; }

    public string ProcessorName { get; }

    /// <summary>Whether tasks keep state: they have stores or may set timers, hence a changelog.</summary>
    public bool IsStateful => Stores.Count > 0;

    /// <summary>The changelog's name without prefix; null for a stateless worker.</summary>
    public string? ChangelogName => IsStateful ? Name + "-changelog" : null;

    internal Func<ITaskContext, IProcessor> CreateProcessor { get; }

    /// <summary>The flow in readable lines, stable between runs; for snapshot tests and the log.</summary>
    public string Describe()
    {
        var text = new StringBuilder().Append("worker ").Append(Name).Append('\n');
        foreach (var table in GlobalTables) text.Append("  table   ").Append(table.Topic).Append('\n');
        foreach (var input in Inputs) text.Append("  read    ").Append(input).Append('\n');
        text.Append("  process ").Append(ProcessorName).Append('\n');
        foreach (var store in Stores)
            text.Append("  keep    ").Append(store).Append(store.Access == StoreAccess.Ordered ? " ordered" : string.Empty).Append(" -> ").Append(ChangelogName).Append('\n');
        foreach (var output in Outputs) text.Append("  write   ").Append(output).Append('\n');
        if (DeadLetters is not null) text.Append("  reject  ").Append(DeadLetters).Append('\n');
        return text.ToString();
    }
}
