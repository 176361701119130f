namespace Engage.Cli.Output;

/// <summary>Progress of long work: one line that is rewritten on a terminal, a plain line every few seconds otherwise.</summary>
internal sealed class ProgressLine(string what) : IDisposable
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Otherwise = TimeSpan.FromSeconds(5);

    private readonly bool terminal = !Console.IsOutputRedirected;
    private long shownAt;
    private string last = "";

    public void Show(string text)
    {
        last = text;
        if (shownAt != 0 && TimeProvider.System.GetElapsedTime(shownAt) < (terminal ? OnTerminal : Otherwise)) return;
        shownAt = TimeProvider.System.GetTimestamp();
        if (terminal) Console.Write($"\r\u001b[K{what}: {text}");
        else Console.WriteLine($"{what}: {text}");
    }

    public void Dispose()
    {
        if (last.Length > 0 && terminal) Console.WriteLine($"\r\u001b[K{what}: {last}");
    }
}
