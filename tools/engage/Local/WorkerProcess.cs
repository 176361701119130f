using System.Diagnostics;
using System.Globalization;

namespace Engage.Cli.Local;

/// <summary>One worker as a child process: started again with growing pauses if it dies, drained with SIGTERM at the end. Its log goes to a file.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(28);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(30);

    /// <summary>A worker that ran this long was sound; the next death counts as the first.</summary>
    private static readonly TimeSpan Sound = TimeSpan.FromMinutes(1);

    /// <summary>sysexits.h EX_CONFIG: starting again cannot help.</summary>
    private const int ConfigurationInvalid = 78;

    private readonly string name;
    private readonly string logFile;
    private readonly Func<ProcessStartInfo> start;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task supervision;

    public WorkerProcess(string name, string executable, IReadOnlyDictionary<string, string> environment, string logFile)
    {
        this.name = name;
        this.logFile = logFile;
        start = () =>
        {
            var info = new ProcessStartInfo(executable) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var (variable, value) in environment) info.Environment[variable] = value;
            return info;
        };
        supervision = SuperviseAsync();
    }

    /// <summary>Set once the worker has ended for good while nobody asked it to.</summary>
    public string? Failure { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await supervision;
        stopping.Dispose();
    }

    private async Task SuperviseAsync()
    {
        var pause = TimeSpan.FromMilliseconds(500);
        await using var log = new StreamWriter(new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        while (!stopping.IsCancellationRequested)
        {
            var startedAt = TimeProvider.System.GetTimestamp();
            var status = await RunOnceAsync(log);
            if (stopping.IsCancellationRequested) return;
            if (status == ConfigurationInvalid)
            {
                Failure = $"{name} refused its configuration; see {logFile}";
                return;
            }

            if (TimeProvider.System.GetElapsedTime(startedAt) > Sound) pause = TimeSpan.FromMilliseconds(500);
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"engage: {name} ended with status {status}; starting it again in {pause.TotalSeconds:F1} s (log: {logFile})"));
            await Task.Delay(pause, stopping.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
            pause = pause * 2 < MaxPause ? pause * 2 : MaxPause;
        }
    }

    private async Task<int> RunOnceAsync(StreamWriter log)
    {
        using var process = new Process { StartInfo = start() };
        void Keep(string? line)
        {
            if (line is null) return;
            lock (log) log.WriteLine(line);
        }

        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(stopping.Token);
        }
        catch (OperationCanceledException)
        {
            await DrainAsync(process);
        }

        return process.ExitCode;
    }

    private async Task DrainAsync(Process process)
    {
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        using var patience = new CancellationTokenSource(DrainPatience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"engage: {name} did not drain within {DrainPatience.TotalSeconds:F0} s and is killed; it recovers at the next start");
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }
}
