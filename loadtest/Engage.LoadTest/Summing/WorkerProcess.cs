using System.Diagnostics;
using System.Globalization;

namespace Engage.LoadTest.Summing;

/// <summary>A worker in a process of its own, as a supervisor sees it.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const string FailpointsVariable = "ENGAGE_FAILPOINTS";

    private static readonly TimeSpan ExitMax = TimeSpan.FromSeconds(40);

    private readonly Process process;
    private readonly Action<string>? listener;
    private readonly List<string> lines = [];
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource nextLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WorkerProcess(Process process, Action<string>? listener)
    {
        this.process = process;
        this.listener = listener;
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.OutputDataReceived += (_, line) => Announce(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    /// <summary>What it has said so far; see <see cref="SpokenEvents"/>.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (lines) return [.. lines];
        }
    }

    /// <summary>Completes when it runs, or has ended before.</summary>
    public Task Ready => Task.WhenAny(ready.Task, ended.Task);

    public bool IsReady => ready.Task.IsCompleted;

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    public int Id => process.Id;

    /// <param name="executable">A program that understands <see cref="SumWorker.Verb"/>.</param>
    /// <param name="failpoints">As the engine reads them; empty: none.</param>
    /// <param name="environment">More variables, <c>NAME=value</c>.</param>
    public static WorkerProcess Start(string executable, SumWorkerSettings settings, string failpoints = "", params string[] environment) =>
        Start(executable, settings, failpoints, null, environment);

    /// <param name="executable">As above.</param>
    /// <param name="failpoints">As above.</param>
    /// <param name="listener">Told each line as it is said, on any thread; null: nobody.</param>
    /// <param name="environment">As above.</param>
    public static WorkerProcess Start(string executable, SumWorkerSettings settings, string failpoints, Action<string>? listener, params string[] environment)
    {
        var start = new ProcessStartInfo(executable, [SumWorker.Verb, .. settings.ToArguments()]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[FailpointsVariable] = failpoints;
        foreach (var variable in environment) start.Environment[variable.Split('=')[0]] = variable.Split('=', 2)[1];
        return new WorkerProcess(Process.Start(start)!, listener);
    }

    /// <summary>SIGKILL; returns when it is gone.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>SIGTERM; returns its exit status.</summary>
    public int Terminate()
    {
        RequestEnd();
        if (!process.WaitForExit(ExitMax)) throw new TimeoutException($"The worker did not end within {ExitMax.TotalSeconds} s of SIGTERM. It last said: {string.Join(" | ", Lines.TakeLast(5))}");
        process.WaitForExit(); // Its output, too.
        return process.ExitCode;
    }

    /// <summary>SIGTERM; returns at once.</summary>
    public void RequestEnd() => Signal("TERM");

    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    public bool WaitForExit(TimeSpan limit) => process.WaitForExit(limit);

    /// <summary>Completes with the first line, said already or to come, that starts so.</summary>
    public async Task<string> Says(string start, TimeSpan limit)
    {
        using var deadline = new CancellationTokenSource(limit);
        while (true)
        {
            Task next;
            lock (lines)
            {
                if (lines.Find(line => line.StartsWith(start, StringComparison.Ordinal)) is { } said) return said;
                next = nextLine.Task;
            }

            await Task.WhenAny(next, ended.Task).WaitAsync(deadline.Token);
            if (ended.Task.IsCompleted && !next.IsCompleted) throw new InvalidOperationException($"The worker ended with {process.ExitCode} and never said '{start}': {string.Join(" | ", Lines.TakeLast(5))}");
        }
    }

    /// <summary>Resident memory in kilobytes and open files now; nothing if it is gone.</summary>
    public (long ResidentKilobytes, int OpenFiles)? Measure()
    {
        try
        {
            var resident = File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return (long.Parse(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim(), CultureInfo.InvariantCulture), Directory.GetFiles($"/proc/{Id}/fd").Length);
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        if (!process.HasExited) Kill();
        process.Dispose();
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            ended.TrySetResult();
            return;
        }

        TaskCompletionSource told;
        lock (lines)
        {
            lines.Add(line);
            told = nextLine;
            nextLine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        told.TrySetResult();
        listener?.Invoke(line);
    }

    private void Announce(string? line)
    {
        if (line == SumWorker.Ready) ready.TrySetResult();
        if (line is null) ended.TrySetResult();
    }
}
