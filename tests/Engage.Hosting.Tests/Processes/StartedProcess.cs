using System.Collections.Concurrent;
using System.Diagnostics;

namespace Engage.Hosting.Tests.Processes;

/// <summary>The sample worker as a process of its own; killed if a test leaves it running.</summary>
internal sealed class StartedProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly BlockingCollection<string> lines = [];
    private readonly ConcurrentQueue<string> output = new();
    private readonly ConcurrentQueue<string> errors = new();
    private readonly TemporaryDirectory state = new();

    public StartedProcess(string[] flags, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [SampleWorker.Verb, $"--State:Directory={state.Path}", .. flags]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data, output);
        process.ErrorDataReceived += (_, line) => Keep(line.Data, errors);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public string[] Output => [.. output];

    public string[] Errors => [.. errors];

    /// <summary>The first line that contains <paramref name="text"/>.</summary>
    public string WaitForLine(string text)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            foreach (var line in lines.GetConsumingEnumerable(limit.Token))
                if (line.Contains(text, StringComparison.Ordinal)) return line;
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"No line with '{text}' within {Limit}: {string.Join('\n', output.Concat(errors))}");
        }

        throw new InvalidOperationException("The lines never end.");
    }

    /// <summary>Waits for the address in the line that tells where metrics are served.</summary>
    public Uri WaitForAddress()
    {
        var line = WaitForLine("Metrics and health are served at ");
        using var json = System.Text.Json.JsonDocument.Parse(line);
        return new Uri(json.RootElement.GetProperty("address").GetString()!);
    }

    public int WaitForExit()
    {
        Assert.True(process.WaitForExit(Limit), $"It still runs after {Limit}: {string.Join('\n', output.Concat(errors))}");
        process.WaitForExit(); // Again without limit: waits for the last of its output.
        return process.ExitCode;
    }

    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
        lines.Dispose();
        state.Dispose();
    }

    private void Keep(string? line, ConcurrentQueue<string> queue)
    {
        if (line is null) return;
        queue.Enqueue(line);
        if (!lines.IsAddingCompleted) lines.Add(line);
    }
}
