namespace Engage.Streams;

/// <summary>Names a worker's stores, global tables, inputs, processor and outputs, in order of flow.</summary>
/// <example><code>
/// var topology = new TopologyBuilder("bet-counter").AddStore(Stores.Counts);
/// topology.Stream(Topics.Bets)
///     .Process("count", task => new CountBets(task.Open(Stores.Counts), task.Output(Topics.Totals)))
///     .To(Topics.Totals)
///     .DeadLettersTo(Topics.DeadLetters);
/// return topology.Build();
/// </code></example>
public sealed class TopologyBuilder
{
    private StreamBuilder? stream;

    /// <param name="name">The worker's name in group, changelog and metrics: lower-case letters, digits and hyphens.</param>
    public TopologyBuilder(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    internal string Name { get; }

    internal List<Store> Stores { get; } = [];

    internal List<GlobalTable> GlobalTables { get; } = [];

    /// <exception cref="ArgumentException">A store of that name or id was added before.</exception>
    public TopologyBuilder AddStore(Store store)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (Stores.Any(other => other.Id == store.Id || other.Name == store.Name))
            throw new ArgumentException($"Store {store} shares its name or id with another of {Name}.", nameof(store));
        Stores.Add(store);
        return this;
    }

    /// <summary>Has every process read <paramref name="topic"/> (one partition) whole and follow it.</summary>
    public GlobalTable<TSnapshot> GlobalTable<TSnapshot>(Topic topic, IGlobalTableFold<TSnapshot> fold)
        where TSnapshot : class
    {
        var table = new GlobalTable<TSnapshot>(topic, fold);
        GlobalTables.Add(table);
        return table;
    }

    /// <summary>The partitioned inputs; several must have the same number of partitions, which is checked at start.</summary>
    /// <exception cref="InvalidOperationException">Called twice: a worker has one stream.</exception>
    public StreamBuilder Stream(params Topic[] inputs)
    {
        if (stream is not null) throw new InvalidOperationException($"{Name} has its stream already: name all inputs in one call.");
        return stream = new StreamBuilder(inputs);
    }

    /// <exception cref="InvalidOperationException">Input or processor is missing, or a topic is named twice.</exception>
    public Topology Build()
    {
        if (stream is null || stream.Inputs.Count == 0) throw new InvalidOperationException($"{Name} reads nothing: call Stream.");
        if (stream.CreateProcessor is null) throw new InvalidOperationException($"{Name} does nothing: call Process.");
        RefuseRepeated(stream.Inputs, "input");
        RefuseRepeated(stream.Outputs, "output");
        return new Topology(this, stream);
    }

    private void RefuseRepeated(List<Topic> topics, string role)
    {
        var repeated = topics.GroupBy(topic => topic.Name).FirstOrDefault(group => group.Count() > 1);
        if (repeated is not null) throw new InvalidOperationException($"{Name} names the {role} {repeated.Key} twice.");
    }
}
