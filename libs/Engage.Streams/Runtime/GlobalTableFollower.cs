using Engage.Streams.Ports;

namespace Engage.Streams.Runtime;

/// <summary>Reads a process's global tables whole, then follows them. In steps, on a thread of its own in production.</summary>
internal sealed class GlobalTableFollower : IDisposable
{
    private const int StepRecordsMax = 1_000;

    private readonly ITopicAdmin admin;
    private readonly Followed[] tables;

    public GlobalTableFollower(WorkerPlan plan, IStreamClient client, ITopicAdmin admin)
    {
        this.admin = admin;
        tables = [.. plan.Topology.GlobalTables.Select(table => new Followed(table, new TopicPartition(plan.FullName(table.Topic), 0), client.CreateReader()))];
        IsComplete = tables.Length == 0;
    }

    /// <summary>Whether every table has reached the end that its topic had at the first step.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Takes in what has arrived, waiting up to <paramref name="timeout"/> for it.</summary>
    public void Step(TimeSpan timeout)
    {
        foreach (var table in tables)
        {
            if (!table.IsAssigned) Assign(table);
            Follow(table, timeout / tables.Length);
        }

        IsComplete = IsComplete || tables.All(table => table.Table.NextOffset >= table.Target);
    }

    public void Dispose()
    {
        foreach (var table in tables) table.Reader.Dispose();
    }

    private void Assign(Followed table)
    {
        table.Target = admin.ReadHighWatermark(table.Partition);
        table.Reader.Assign(new TopicPartitionOffset(table.Partition, admin.ReadLogStart(table.Partition)));
        table.IsAssigned = true;
    }

    private static void Follow(Followed table, TimeSpan timeout)
    {
        for (var count = 0; count < StepRecordsMax; count++)
        {
            switch (table.Reader.Poll(count == 0 ? timeout : TimeSpan.Zero, out var record))
            {
                case PollResult.Record:
                    table.Table.Apply(AsInput(table.Table.Topic, record));
                    break;
                case PollResult.EndOfPartition:
                    table.Table.AdvanceTo(record.Offset);
                    break;
                default:
                    return;
            }
        }
    }

    private static InputRecord AsInput(Topic topic, in FetchedRecord record) => new()
    {
        Topic = topic,
        Partition = record.Partition,
        Offset = record.Offset,
        TimestampMicros = record.TimestampMicros,
        Key = record.Key,
        HasKey = record.HasKey,
        Value = record.Value,
        IsTombstone = !record.HasValue,
        Headers = record.Headers,
    };

    private sealed class Followed(GlobalTable table, TopicPartition partition, ILogReader reader)
    {
        public GlobalTable Table { get; } = table;

        public TopicPartition Partition { get; } = partition;

        public ILogReader Reader { get; } = reader;

        public bool IsAssigned { get; set; }

        public long Target { get; set; }
    }
}
