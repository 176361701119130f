using System.Diagnostics;
using System.Globalization;

namespace Engage.Fuzzing;

/// <summary>Runs damaged inputs one after another and fails the first that keeps a reader waiting. A case that never ends stops the process with its name.</summary>
internal sealed class TimedCases : IDisposable
{
    private const double LimitMs = 100;
    private const int Reruns = 12;

    /// <summary>Nanoseconds on a processor, nanoseconds waiting for one, and slices: https://docs.kernel.org/scheduler/sched-stats.html.</summary>
    private const string ThreadStatistics = "/proc/thread-self/schedstat";

    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);

    private readonly Func<long, string> nameOf;
    private readonly Timer watchdog;
    private long current = -1;
    private long seen = -1;

    /// <param name="nameOf">How a case is repeated, for whoever reads the failure.</param>
    public TimedCases(Func<long, string> nameOf)
    {
        this.nameOf = nameOf;
        watchdog = new Timer(_ => FailWhereNothingMoved(), null, Hang, Hang);
    }

    /// <summary>The longest that a case took, of those that had to be run again its fastest.</summary>
    public double SlowestMs { get; private set; }

    /// <param name="work">May be run several times.</param>
    public void Run(long number, Action work)
    {
        Volatile.Write(ref current, number);
        var started = Stopwatch.GetTimestamp();
        work();
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;

        // On a busy machine any case waits for a processor once, and what runs for the first time is compiled meanwhile; what is slow by itself takes its time every time.
        for (var rerun = 0; rerun < Reruns && elapsed > LimitMs; rerun++) elapsed = Math.Min(elapsed, ProcessorMs(work));
        Assert.True(elapsed <= LimitMs, string.Create(CultureInfo.InvariantCulture, $"{nameOf(number)} takes {elapsed:0} ms"));
        SlowestMs = Math.Max(SlowestMs, elapsed);
    }

    public void Dispose() => watchdog.Dispose();

    /// <summary>What this thread got of a processor; where the system does not tell, the time that passed.</summary>
    private static double ProcessorMs(Action work)
    {
        var (passed, before) = (Stopwatch.GetTimestamp(), OnProcessorNs());
        work();
        return before is { } began ? (OnProcessorNs()!.Value - began) / 1e6 : Stopwatch.GetElapsedTime(passed).TotalMilliseconds;
    }

    private static long? OnProcessorNs() =>
        File.Exists(ThreadStatistics) ? long.Parse(File.ReadAllText(ThreadStatistics).Split(' ')[0], CultureInfo.InvariantCulture) : null;

    private void FailWhereNothingMoved()
    {
        var now = Volatile.Read(ref current);
        if (now >= 0 && now == seen) Environment.FailFast($"{nameOf(now)} has not ended after {Hang}.");
        seen = now;
    }
}
