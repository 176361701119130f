using Engage.LoadTest.Summing;

namespace Engage.LoadTest.Torture;

/// <summary>One worker's place: its disk, its process if there is one, and what the schedule has in mind for it.</summary>
internal sealed class Victim(string name, string executable, SumWorkerSettings settings, string without, Random random, Tally tally, Journal journal)
{
    private const double FailpointShare = 0.35;
    private const double DiskLossShare = 0.08;
    private const double LongDeathShare = 0.15;
    private const int KilledExitCode = 137; // 128 + SIGKILL.
    private const int UnheardExitCode = 143; // 128 + SIGTERM.
    private const int PassagesMax = 12;

    /// <summary>Processes that live for seconds need no profile of themselves.</summary>
    private const string QuickStart = "DOTNET_TieredPGO=0";

    /// <summary>What the engine allows itself, and as much again: this machine is shared.</summary>
    private static readonly TimeSpan TerminationMax = TimeSpan.FromSeconds(50);

    /// <summary>From the start, and drawn anew when it is ready, to being hurt; short lives are the more frequent.</summary>
    private static readonly TimeSpan LifeMin = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LifeMax = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan MeasureInterval = TimeSpan.FromSeconds(1);

    private static readonly string[] Places =
    [
        "commit.start", "commit.after-begin", "commit.mid-produce", "commit.after-produce", "commit.after-send-offsets",
        "commit.after-end", "commit.mid-apply", "commit.after-apply", "restore.midway", "revoke.start",
    ];

    private WorkerProcess? process;
    private long nextAt;
    private long readyAt;
    private long measuredAt;
    private long terminatedAt;
    private bool isFrozen;
    private bool isEnding;

    public string StateDirectory => settings.Directory;

    /// <summary>Looks after it: starts what is down, hurts what has run for a while. Called often; never waits.</summary>
    public void Turn()
    {
        if (process is { HasExited: true }) Bury();
        if (process is null)
        {
            if (IsDue()) Start(random.NextDouble() < FailpointShare ? $"{Places[random.Next(Places.Length)]}:kill@{random.Next(1, PassagesMax)}" : string.Empty);
            return;
        }

        Measure();
        if (terminatedAt != 0)
        {
            if (TimeProvider.System.GetElapsedTime(terminatedAt) > TerminationMax) GiveUp();
        }
        else if (isFrozen)
        {
            if (IsDue()) Thaw();
        }
        else if (process.IsReady && readyAt == 0)
        {
            readyAt = TimeProvider.System.GetTimestamp();
            Live();
        }
        else if (IsDue())
        {
            Hurt(); // Ready or not: starting, joining and restoring are moments like any other.
        }
    }

    /// <summary>No more faults: whatever state it is in, it runs afterwards.</summary>
    public void Calm()
    {
        if (isFrozen) Thaw();
        if (terminatedAt != 0) process!.WaitForExit(TerminationMax);
        if (process is { HasExited: true }) Bury();
        if (process is null) Start(string.Empty);
    }

    /// <summary>Ends it in good order.</summary>
    public void End()
    {
        if (process is null) return;
        isEnding = true;
        if (!process.HasExited)
        {
            process.RequestEnd();
            if (!process.WaitForExit(TerminationMax))
            {
                GiveUp();
                return;
            }
        }

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
        isEnding = true;
        switch (random.Next(100))
        {
            case < 56:
                tally.Kills++;
                Note("SIGKILL");
                process!.Kill();
                Bury();
                if (random.NextDouble() < DiskLossShare) LoseDisk();
                if (random.NextDouble() < LongDeathShare) Wait(settings.SessionTimeout + TimeSpan.FromMilliseconds(random.Next(4_000)));
                break;
            case < 86:
                tally.Terminations++;
                Note("SIGTERM");
                terminatedAt = TimeProvider.System.GetTimestamp();
                process!.RequestEnd();
                break;
            default:
                tally.Freezes++;
                Note("SIGSTOP");
                isEnding = false;
                isFrozen = true;
                process!.Freeze();
                Wait(settings.SessionTimeout + TimeSpan.FromMilliseconds(random.Next(200, 3_000)));
                break;
        }
    }

    private void GiveUp()
    {
        tally.Violations.Add($"SIGTERM did not end a worker within {TerminationMax.TotalSeconds} s; it last said {Last(process!)}");
        process!.Kill();
        Bury();
    }

    private void Start(string failpoints)
    {
        isEnding = false;
        readyAt = terminatedAt = 0;
        Note($"start {failpoints}");
        Live();
        process = WorkerProcess.Start(executable, settings, without.Length == 0 ? failpoints : $"{failpoints};unsafe:{without}", Note, QuickStart);
    }

    private void Thaw()
    {
        isFrozen = false;
        Note("SIGCONT");
        process!.Thaw();
        Wait(TimeSpan.FromMilliseconds(random.Next(500, 4_000)));
    }

    private void Bury()
    {
        var dead = process!;
        process = null;
        isFrozen = false;
        dead.WaitForExit(TimeSpan.FromSeconds(10));
        Note($"ended with {dead.ExitCode}");
        if (terminatedAt != 0) JudgeTermination(dead);
        else if (!isEnding && dead.ExitCode == KilledExitCode) tally.KillsAtStep++;
        else if (!isEnding) tally.Exits[$"{dead.ExitCode}"] = tally.Exits.GetValueOrDefault($"{dead.ExitCode}") + 1;
        terminatedAt = 0;
        tally.Hear(dead);
        dead.Dispose();
        Wait(TimeSpan.FromMilliseconds(random.Next(500)));
    }

    private void JudgeTermination(WorkerProcess dead)
    {
        var took = TimeProvider.System.GetElapsedTime(terminatedAt);
        if (took > tally.TerminationMax) tally.TerminationMax = took;
        if (dead.ExitCode == UnheardExitCode && dead.Lines.Count == 0) return; // It had not come so far as to listen.
        if (dead.ExitCode != 0 && dead.ExitCode != KilledExitCode) tally.Violations.Add($"SIGTERM ended a worker with {dead.ExitCode}: {Last(dead)}");
    }

    private void LoseDisk()
    {
        tally.DisksLost++;
        Note("disk lost");
        var state = Path.Combine(settings.Directory, SumTopology.Worker);
        if (Directory.Exists(state)) Directory.Delete(state, recursive: true);
    }

    private void Live() => Wait(LifeMin + (LifeMax * Math.Pow(random.NextDouble(), 2)));

    private void Measure()
    {
        if (TimeProvider.System.GetElapsedTime(measuredAt) < MeasureInterval) return;
        measuredAt = TimeProvider.System.GetTimestamp();
        tally.Measure(process!);
    }

    private static string Last(WorkerProcess worker) => worker.Lines is [.., var last] ? last : "nothing";

    private void Note(string what) => journal.Note(name, what);

    private bool IsDue() => TimeProvider.System.GetTimestamp() >= nextAt;

    private void Wait(TimeSpan time) => nextAt = TimeProvider.System.GetTimestamp() + (long)(time.TotalSeconds * TimeProvider.System.TimestampFrequency);
}
