namespace Engage.Streams.Runtime;

/// <summary>Pauses that grow with failures in a row, and the decision that it is hopeless.</summary>
internal sealed class Backoff(TimeProvider time, int failuresMax)
{
    /// <summary>About a quarter of an hour of trying; by then a fresh process has the better chances.</summary>
    public const int FailuresMax = 40;

    /// <summary>For what must be waited for, however long.</summary>
    public const int Endless = int.MaxValue - 1;

    /// <summary>The first failure is mostly a rebalance or a broker moving; it costs nothing to try at once.</summary>
    private const int FreeFailures = 1;

    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);

    private int failures;
    private long pauseFrom;
    private TimeSpan pause;

    public bool IsPausing => pause > TimeSpan.Zero && time.GetElapsedTime(pauseFrom) < pause;

    public int Failures => failures;

    /// <exception cref="WorkerFatalException">There were too many in a row.</exception>
    public void Failed()
    {
        if (++failures > failuresMax) throw new WorkerFatalException(WorkerExit.TooManyFailures, $"{failures} failures in a row without one commit.");
        if (failures <= FreeFailures) return;
        pauseFrom = time.GetTimestamp();
        pause = TimeSpan.FromTicks(Math.Min(PauseMax.Ticks, PauseMin.Ticks << Math.Min(failures - FreeFailures - 1, 20)));
    }

    public void Succeeded()
    {
        failures = 0;
        pause = TimeSpan.Zero;
    }
}
