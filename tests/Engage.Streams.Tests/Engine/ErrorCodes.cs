using Engage.Streams.Ports;

namespace Engage.Streams.Tests.Engine;

/// <summary>13: what each class of error is answered with, at each call. The sums are exact afterwards, whatever the answer.</summary>
public sealed class ErrorCodes
{
    /// <summary>Call, fault, how often in a row; what the engine says it did, in order.</summary>
    public static TheoryData<string, ClientFault, int, string[]> Mended => new()
    {
        { "begin", ClientFault.Fatal, 1, ["rewound (fatal)", "producer replaced (fatal)"] },
        { "produce", ClientFault.QueueFull, 3, [] },
        { "produce", ClientFault.Fatal, 1, ["rewound (fatal)", "producer replaced (fatal)"] },
        { "produce", ClientFault.Abortable, 1, ["rewound (abortable)"] },
        { "send-offsets", ClientFault.Retriable, 1, ["producer replaced (repeated_request)"] },
        { "send-offsets", ClientFault.StaleMember, 1, ["rewound (stale_member)"] },
        { "send-offsets", ClientFault.Abortable, 1, ["rewound (abortable)"] },
        { "send-offsets", ClientFault.Fenced, 1, ["rewound (fenced)", "producer replaced (fenced)"] },
        { "send-offsets", ClientFault.Fatal, 1, ["rewound (fatal)", "producer replaced (fatal)"] },
        { "commit", ClientFault.Retriable, 1, ["producer replaced (repeated_request)"] },
        { "commit", ClientFault.Retriable, 2, ["rewound (timeout)", "producer replaced (timeout)"] },
        { "commit", ClientFault.Abortable, 1, ["rewound (abortable)", "producer replaced (abortable)"] },
        { "commit", ClientFault.StaleMember, 1, ["rewound (stale_member)", "producer replaced (stale_member)"] },
        { "commit", ClientFault.Fenced, 1, ["rewound (fenced)", "producer replaced (fenced)"] },
        { "commit", ClientFault.Fatal, 1, ["rewound (fatal)", "producer replaced (fatal)"] },
        { "poll", ClientFault.Transport, 2, ["fault in client", "fault in client"] },
        { "poll", ClientFault.Retriable, 1, ["fault in client"] },
    };

    public static TheoryData<string, ClientFault, WorkerExit> Fatal => new()
    {
        { "init", ClientFault.Fenced, WorkerExit.FencedByTwin },
        { "init", ClientFault.NotAuthorized, WorkerExit.Misconfigured },
        { "init", ClientFault.Fatal, WorkerExit.Misconfigured },
        { "produce", ClientFault.UnknownTopic, WorkerExit.Misconfigured },
        { "produce", ClientFault.NotAuthorized, WorkerExit.Misconfigured },
        { "send-offsets", ClientFault.FencedInstance, WorkerExit.FencedByTwin },
        { "send-offsets", ClientFault.NotAuthorized, WorkerExit.Misconfigured },
        { "commit", ClientFault.FencedInstance, WorkerExit.FencedByTwin },
        { "poll", ClientFault.FencedInstance, WorkerExit.FencedByTwin },
        { "poll", ClientFault.Fatal, WorkerExit.FencedByTwin },
        { "poll", ClientFault.NotAuthorized, WorkerExit.Misconfigured },
        { "poll", ClientFault.UnknownTopic, WorkerExit.Misconfigured },
    };

    [Theory, MemberData(nameof(Mended))]
    public void An_error_that_can_be_mended_is_mended_in_its_own_way(string call, ClientFault fault, int times, string[] answers)
    {
        using var bench = new Bench();
        var worker = bench.Start("a");
        bench.Send("ada", 1);
        bench.RunUntilRead();

        for (var i = 0; i < times; i++) bench.Faults.Fail(call, fault);
        bench.Send("ada", 2);
        bench.RunUntilRead();

        Assert.True(bench.Faults.IsSpent);
        Assert.Equal(answers, worker.Troubles.Select(trouble => trouble.Split(':')[0]));
        Assert.Equal([("ada", 1), ("ada", 3)], bench.Sums());
        Assert.Null(bench.Violation());
    }

    [Theory, MemberData(nameof(Fatal))]
    public void An_error_that_cannot_be_mended_ends_the_process_with_its_status(string call, ClientFault fault, WorkerExit exit)
    {
        using var bench = new Bench();
        bench.Faults.Fail(call, fault);
        var worker = bench.Start("a");
        bench.Send("ada", 1);
        bench.RunUntil(() => !worker.IsUp);

        Assert.StartsWith($"exit {exit}", worker.Troubles[^1], StringComparison.Ordinal);
        worker.Start();
        bench.RunUntilRead();
        Assert.Equal([("ada", 1)], bench.Sums());
    }

    [Theory]
    [InlineData("init", ClientFault.Retriable)]
    [InlineData("committed", ClientFault.Retriable)]
    [InlineData("seek", ClientFault.Retriable)]
    [InlineData("high-watermark", ClientFault.Retriable)]
    [InlineData("high-watermark", ClientFault.Transport)]
    public void A_start_that_fails_for_a_while_is_tried_again(string call, ClientFault fault)
    {
        using var bench = new Bench();
        bench.Start("a");
        for (var i = 0; i < 3; i++) bench.Faults.Fail(call, fault);
        bench.Send("ada", 1);
        bench.RunUntilRead();

        Assert.True(bench.Faults.IsSpent);
        Assert.Null(bench.Violation());
    }

    [Fact]
    public void An_abort_that_fails_costs_the_producer()
    {
        using var bench = new Bench();
        var worker = bench.Start("a");
        bench.Faults.Fail("send-offsets", ClientFault.Abortable);
        bench.Faults.Fail("abort", ClientFault.Retriable);
        bench.Send("ada", 1);
        bench.RunUntilRead();

        Assert.Equal(["rewound (abortable)", "fault in abort", "producer replaced (abortable)"], worker.Troubles.Select(trouble => trouble.Split(':')[0]));
        Assert.Null(bench.Violation());
    }

    /// <summary>25, as the client tells of it.</summary>
    [Fact]
    public void Input_that_is_gone_stops_its_task_and_no_other()
    {
        using var bench = new Bench(partitions: 2);
        var worker = bench.Start("a");
        bench.Send("bob", 1, partition: 0);
        bench.RunUntilRead();

        bench.Faults.Fail("poll", ClientFault.OffsetGone);
        bench.Send("bob", 1, partition: 0);
        bench.Send("ada", 1, partition: 1);
        bench.Run(TimeSpan.FromSeconds(2));

        Assert.Contains("input was deleted before it was processed", Assert.Single(worker.Tasks, task => task.State == TaskState.Stopped).StopReason, StringComparison.Ordinal);
        Assert.Single(bench.Sums(0));
        Assert.Single(bench.Sums(1));
    }
}
