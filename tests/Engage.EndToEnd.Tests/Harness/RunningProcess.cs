using System.Diagnostics;
using System.Text;

namespace Engage.EndToEnd.Tests.Harness;

/// <summary>A process with its output kept; killed when disposed.</summary>
internal sealed class RunningProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly List<string> lines = [];
    private readonly string name;

    public RunningProcess(string executable, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        name = Path.GetFileName(executable);
        var start = new ProcessStartInfo(executable, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Checkout.Root };
        foreach (var (variable, value) in environment ?? new Dictionary<string, string>()) start.Environment[variable] = value;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data, isError: false);
        process.ErrorDataReceived += (_, line) => Keep(line.Data, isError: true);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public bool HasExited => process.HasExited;

    /// <summary>What it wrote to its standard output, without its errors; whole once it has ended.</summary>
    public string[] Lines
    {
        get
        {
            lock (output) return [.. lines];
        }
    }

    /// <summary>Everything it wrote, errors included.</summary>
    public string Output
    {
        get
        {
            lock (output) return output.ToString();
        }
    }

    /// <summary>Waits for its end and returns its exit status.</summary>
    public async Task<int> ExitAsync(TimeSpan patience)
    {
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(patience, TestContext.Current.CancellationToken);
            return process.ExitCode;
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{name} did not end within {patience.TotalSeconds:F0} s. Its output:\n{Output}");
        }
    }

    /// <summary>SIGKILL: nothing it has in hand is put down.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, then waits.</summary>
    public async Task<int> StopAsync(TimeSpan patience)
    {
        if (!process.HasExited) Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();
        return await ExitAsync(patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        process.Dispose();
    }

    private void Keep(string? line, bool isError)
    {
        if (line is null) return;
        lock (output)
        {
            output.AppendLine(line);
            if (!isError) lines.Add(line);
        }
    }
}
