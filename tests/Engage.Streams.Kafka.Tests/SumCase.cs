using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Engage.LoadTest.Brokers;
using Engage.LoadTest.Summing;
using Engage.LoadTest.Verification;

namespace Engage.Streams.Kafka.Tests;

/// <summary>One run of the summing worker: its topics, its processes with a disk each, and the judgement at the end. Whatever it waits for, it waits no longer than <see cref="CaseMax"/> in all, then fails and tells what everybody said last.</summary>
internal sealed class SumCase : IDisposable
{
    /// <summary>Several times what the slowest needs on two idle cores; a Java process more has to start where the broker is restarted.</summary>
    private static readonly TimeSpan LocalMax = TimeSpan.FromSeconds(150);

    private static readonly TimeSpan ApacheMax = TimeSpan.FromSeconds(300);

    /// <summary>Between two bits of input: long enough for a transaction of its own, short enough for some load.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    private const int LinesTold = 40;

    private static int number;

    private readonly long started = Stopwatch.GetTimestamp();
    private readonly string root = Directory.CreateTempSubdirectory("engage-sum-").FullName;
    private readonly List<(string Name, WorkerProcess Process)> processes = [];
    private readonly ConcurrentQueue<string> timeline = [];
    private readonly Verifier verifier;

    public SumCase(ITestBroker broker, int inputs = 1, int partitions = 2)
    {
        Broker = broker;
        Prefix = $"case-{Interlocked.Increment(ref number)}.";
        Input = new SumInput(broker.Bootstrap, Prefix, inputs, partitions, Seed) { PoisonShare = 0.001 };
        Settings = new SumWorkerSettings { Bootstrap = broker.Bootstrap, Prefix = Prefix, Directory = root, Inputs = inputs, SessionTimeout = TimeSpan.FromSeconds(6) };
        verifier = new Verifier(broker.Bootstrap, Prefix, inputs);
        Input.CreateTopics();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}");
    }

    /// <summary>How long everything together may take.</summary>
    public TimeSpan CaseMax => Broker is ApacheKafka ? ApacheMax : LocalMax;

    public int Seed { get; } = Environment.TickCount & 0xffff;

    public ITestBroker Broker { get; }

    public string Prefix { get; }

    public SumInput Input { get; }

    /// <summary>What every worker is started with, but for its directory.</summary>
    public SumWorkerSettings Settings { get; set; }

    /// <summary>What is left of <see cref="CaseMax"/>.</summary>
    private TimeSpan Left => CaseMax - Stopwatch.GetElapsedTime(started) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>The disk of the worker so named.</summary>
    public string DirectoryOf(string name) => Path.Combine(root, name);

    /// <summary>Stops the broker, or kills it, and starts it again.</summary>
    public async Task RestartBroker(bool isKilled)
    {
        Note(isKilled ? "the broker is killed" : "the broker is stopped");
        await (isKilled ? Broker.KillAndRestart() : Broker.Restart());
        Note("the broker is back");
    }

    /// <summary>Starts the worker so named, on its own disk, and waits until it runs or has died of a failpoint.</summary>
    public async Task<WorkerProcess> Start(string name, string failpoints = "", params string[] environment)
    {
        var worker = Begin(name, failpoints, environment);
        await Within(worker.Ready, $"'{name}' to run");
        return worker;
    }

    /// <summary>Puts something into what is told if the case fails, with the second it happened.</summary>
    public void Note(string what) => timeline.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(started).TotalSeconds:F1} {what}"));

    /// <summary>The same without waiting.</summary>
    public WorkerProcess Begin(string name, string failpoints = "", params string[] environment)
    {
        var worker = WorkerProcess.Start(Environment.ProcessPath!, Settings with { Directory = DirectoryOf(name) }, failpoints, line => Note($"{name}: {line}"), environment);
        processes.Add((name, worker));
        return worker;
    }

    /// <summary>The first line, said already or to come, that starts so.</summary>
    public async Task<string> Says(WorkerProcess worker, string start)
    {
        var line = worker.Says(start, CaseMax);
        await Within(line, $"'{start}'");
        return await line;
    }

    /// <summary>Sends a little at a time, each bit another transaction, until the worker has died.</summary>
    public void SendUntilDead(WorkerProcess worker) => SendUntil(() => false, worker);

    /// <summary>The same until the worker has said something that starts so.</summary>
    public void SendUntilSaid(WorkerProcess worker, string start)
    {
        SendUntil(() => worker.Lines.Any(line => line.StartsWith(start, StringComparison.Ordinal)), worker);
        Assert.True(worker.Lines.Any(line => line.StartsWith(start, StringComparison.Ordinal)), $"it ended and never said '{start}'; {Said()}");
    }

    /// <summary>The same until something has come about or the worker has died.</summary>
    public void SendUntil(Func<bool> hasComeAbout, WorkerProcess worker)
    {
        while (!hasComeAbout() && !worker.WaitForExit(Moment))
        {
            Assert.True(Left > TimeSpan.Zero, $"nothing came about within {CaseMax.TotalSeconds} s; {Said()}");
            Input.Send(20);
        }
    }

    public void LoseDisk(string name)
    {
        if (Directory.Exists(DirectoryOf(name))) Directory.Delete(DirectoryOf(name), recursive: true);
    }

    public void WaitUntilRead()
    {
        var lag = verifier.WaitUntilRead(Left);
        Assert.True(lag is null, $"left unread after {CaseMax.TotalSeconds} s: {lag}; {Said()}");
    }

    /// <summary>What is still unread after so long; null if nothing.</summary>
    public string? LeftAfter(TimeSpan time) => verifier.WaitUntilRead(time);

    /// <summary>Waits for the timers of the last keys: they fire a moment after what set them was committed.</summary>
    private void WaitUntilReminded()
    {
        var reminded = verifier.WaitUntilReminded(Input.Keys.Count, Left);
        Assert.True(reminded >= Input.Keys.Count, $"only {reminded} of {Input.Keys.Count} keys were reminded after {CaseMax.TotalSeconds} s; {Said()}");
    }

    /// <summary>Waits until everything is read, ends the workers in good order, and has the verifier judge logs and disks.</summary>
    public Findings Finish()
    {
        WaitUntilRead();
        foreach (var (_, worker) in processes.Where(worker => !worker.Process.HasExited)) worker.Terminate();
        return Judge();
    }

    /// <summary>The verifier's judgement of what is there.</summary>
    public Findings Judge() => verifier.Check(Directory.GetDirectories(root));

    /// <summary>All is well: nothing lost, doubled or torn, and every database agrees.</summary>
    public void AssertExactlyOnce()
    {
        WaitUntilRead();
        WaitUntilReminded();
        var findings = Finish();
        TestContext.Current.TestOutputHelper?.WriteLine($"{findings} in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
        Assert.True(findings.Violations.Count == 0, $"{findings}; {Said()}");
        Assert.True(findings.Inputs > 0 && findings.Databases > 0, findings.ToString());
    }

    public void Dispose()
    {
        foreach (var (_, process) in processes) process.Dispose();
        Input.Dispose();
        Directory.Delete(root, recursive: true);
    }

    private async Task Within(Task task, string what)
    {
        try
        {
            await task.WaitAsync(Left);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"waited {CaseMax.TotalSeconds} s in all, last for {what}; {Said()}");
        }
    }

    private string Said() => "second by second: " + string.Join(" | ", timeline.Where(line => !line.Contains(":    ", StringComparison.Ordinal)).TakeLast(LinesTold));
}
