using Engage.LoadTest.Summing;

namespace Engage.LoadTest.Torture;

/// <summary>One worker's place: its disk, its process if there is one, and what the schedule has in mind for it.</summary>
internal sealed class Victim(string executable, SumWorkerSettings settings, Random random, Tally tally)
{
    private const double FailpointShare = 0.35;
    private const double DiskLossShare = 0.08;
    private const double LongDeathShare = 0.15;
    private const int KilledExitCode = 137; // 128 + SIGKILL.

    /// <summary>Processes that live for seconds need no profile of themselves.</summary>
    private const string QuickStart = "DOTNET_TieredPGO=0";

    private static readonly string[] Places =
    [
        "commit.start", "commit.after-begin", "commit.mid-produce", "commit.after-produce", "commit.after-send-offsets",
        "commit.after-end", "commit.mid-apply", "commit.after-apply", "restore.midway", "revoke.start",
    ];

    private WorkerProcess? process;
    private long nextAt;
    private long readyAt;
    private bool isFrozen;
    private bool isEnding;

    /// <summary>Whether it runs with its restores done.</summary>
    public bool IsReady => process is { IsReady: true, HasExited: false } && !isFrozen;

    public string StateDirectory => settings.Directory;

    /// <summary>Looks after it: starts what is down, hurts what has run for a while. Called often; returns soon, a hand-over excepted.</summary>
    public void Turn()
    {
        if (process is { HasExited: true }) Bury();
        if (process is null)
        {
            if (IsDue()) Start(random.NextDouble() < FailpointShare ? $"{Places[random.Next(Places.Length)]}:kill@{random.Next(1, 40)}" : string.Empty);
            return;
        }

        tally.Measure(process);
        if (isFrozen)
        {
            if (IsDue()) Thaw();
        }
        else if (process.IsReady && readyAt == 0)
        {
            readyAt = TimeProvider.System.GetTimestamp();
            Wait(TimeSpan.FromMilliseconds(random.Next(50, 3_000)));
        }
        else if (readyAt != 0 && IsDue())
        {
            Hurt();
        }
    }

    /// <summary>No more faults: whatever state it is in, it runs afterwards.</summary>
    public void Calm()
    {
        if (isFrozen) Thaw();
        if (process is { HasExited: true }) Bury();
        if (process is null) Start(string.Empty);
    }

    /// <summary>Ends it in good order.</summary>
    public void End()
    {
        if (process is null) return;
        isEnding = true;
        if (!process.HasExited) process.Terminate();
        Bury();
    }

    /// <summary>Ends it however.</summary>
    public void Abandon()
    {
        process?.Dispose();
        process = null;
    }

    private void Hurt()
    {
        switch (random.Next(100))
        {
            case < 62:
                tally.Kills++;
                isEnding = true;
                process!.Kill();
                Bury();
                if (random.NextDouble() < DiskLossShare) LoseDisk();
                if (random.NextDouble() < LongDeathShare) Wait(settings.SessionTimeout + TimeSpan.FromMilliseconds(random.Next(4_000)));
                break;
            case < 84:
                Terminate();
                break;
            default:
                tally.Freezes++;
                isFrozen = true;
                process!.Freeze();
                Wait(settings.SessionTimeout + TimeSpan.FromMilliseconds(random.Next(200, 3_000)));
                break;
        }
    }

    private void Terminate()
    {
        tally.Terminations++;
        isEnding = true;
        var started = TimeProvider.System.GetTimestamp();
        var status = process!.Terminate();
        var took = TimeProvider.System.GetElapsedTime(started);
        if (took > tally.TerminationMax) tally.TerminationMax = took;
        if (status != 0 && status != KilledExitCode) tally.Violations.Add($"SIGTERM ended a worker with {status}: {(process.Lines is [.., var last] ? last : "nothing said")}");
        Bury();
    }

    private void Start(string failpoints)
    {
        isEnding = false;
        readyAt = 0;
        process = WorkerProcess.Start(executable, settings, failpoints, QuickStart);
    }

    private void Thaw()
    {
        isFrozen = false;
        process!.Thaw();
        Wait(TimeSpan.FromMilliseconds(random.Next(500, 4_000)));
    }

    private void Bury()
    {
        var dead = process!;
        process = null;
        isFrozen = false;
        dead.WaitForExit(TimeSpan.FromSeconds(10));
        if (!isEnding && dead.ExitCode == KilledExitCode) tally.KillsAtStep++;
        else if (!isEnding) tally.Exits[$"{dead.ExitCode}"] = tally.Exits.GetValueOrDefault($"{dead.ExitCode}") + 1;
        if (!isEnding && dead.ExitCode != KilledExitCode) Console.WriteLine($"a worker ended by itself with {dead.ExitCode}: {string.Join(" | ", dead.Lines.TakeLast(4))}");
        tally.Hear(dead);
        dead.Dispose();
        Wait(TimeSpan.FromMilliseconds(random.Next(500)));
    }

    private void LoseDisk()
    {
        tally.DisksLost++;
        var state = Path.Combine(settings.Directory, SumTopology.Worker);
        if (Directory.Exists(state)) Directory.Delete(state, recursive: true);
    }

    private bool IsDue() => TimeProvider.System.GetTimestamp() >= nextAt;

    private void Wait(TimeSpan time) => nextAt = TimeProvider.System.GetTimestamp() + (long)(time.TotalSeconds * TimeProvider.System.TimestampFrequency);
}
