using Engage.Streams.Ports;
using Engage.Streams.Runtime;
using Engage.Streams.Tests.Simulation;

namespace Engage.Streams.Tests.Engine;

/// <summary>25: input that retention or an operator took away before it was read.</summary>
public sealed class InputGaps
{
    [Fact]
    public void Input_deleted_before_it_was_read_stops_its_task_and_no_other()
    {
        using var bench = new Bench(partitions: 2);
        var worker = DeleteWhatIsUnread(bench);

        Assert.Contains("input was deleted before it was processed", Assert.Single(worker.Tasks, task => task.State == TaskState.Stopped).StopReason, StringComparison.Ordinal);
        Assert.Equal([("bob", 1)], bench.Sums(0));
        Assert.Equal([("ada", 1), ("ada", 3)], bench.Sums(1));
    }

    [Fact]
    public void Control_25_a_worker_that_goes_on_where_the_input_begins_passes_records_over()
    {
        using var bench = new Bench(partitions: 2, off: Protections.InputGapStop);
        var worker = DeleteWhatIsUnread(bench);

        Assert.All(worker.Tasks, task => Assert.Equal(TaskState.Running, task.State));
        Assert.Equal([("bob", 1), ("bob", 5)], bench.Sums(0));
        Assert.StartsWith("I1", bench.Violation(), StringComparison.Ordinal);
    }

    /// <summary>Of the first partition's numbers 1 to 4 the first is read, and all but the last are deleted.</summary>
    private static SimulatedProcess DeleteWhatIsUnread(Bench bench)
    {
        var first = bench.Start("a");
        bench.Send("bob", 1, partition: 0);
        bench.Send("ada", 1, partition: 1);
        bench.RunUntilRead();
        first.Kill();

        for (var number = 2; number <= 4; number++) bench.Send("bob", number, partition: 0);
        bench.Send("ada", 2, partition: 1);
        bench.Cluster.Log(new TopicPartition("numbers", 0)).DeleteBefore(3);
        var again = bench.Start("a", first.Disk);
        bench.RunUntil(() => bench.Sums(1).Count == 2 && again.Tasks.All(task => task.State is TaskState.Running or TaskState.Stopped));
        bench.Run(TimeSpan.FromSeconds(1));
        return again;
    }
}
