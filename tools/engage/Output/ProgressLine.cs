using System.Globalization;

namespace Engage.Cli.Output;

/// <summary>Progress of long work: a bar (or a line, where the total is not known) that is rewritten on a terminal, a plain line every few seconds otherwise. One thread.</summary>
/// <param name="what">What is going on, in a word.</param>
/// <param name="total">How much there is to do in all, in the caller's unit; 0: not known.</param>
/// <param name="asideFromOutput">True for commands whose output is their answer: progress goes to standard error.</param>
internal sealed class ProgressLine(string what, long total = 0, bool asideFromOutput = false) : IDisposable
{
    private const int BarWidth = 30;
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Otherwise = TimeSpan.FromSeconds(5);

    private readonly bool terminal = asideFromOutput ? !Console.IsErrorRedirected : !Console.IsOutputRedirected;
    private readonly TextWriter output = asideFromOutput ? Console.Error : Console.Out;
    private readonly long startedAt = TimeProvider.System.GetTimestamp();
    private long shownAt;
    private string last = "";
    private string printed = "";

    /// <summary>Shows a text as it is.</summary>
    public void Show(string text)
    {
        last = text;
        if (shownAt != 0 && TimeProvider.System.GetElapsedTime(shownAt) < (terminal ? OnTerminal : Otherwise)) return;
        shownAt = TimeProvider.System.GetTimestamp();
        printed = text;
        if (terminal) output.Write($"\r\u001b[K{what}: {text}");
        else output.WriteLine($"{what}: {text}");
    }

    /// <summary>Shows how much of the total is done, with a bar and the rate so far.</summary>
    public void Show(long done, string unit) => Show(Bar(done, total, unit, TimeProvider.System.GetElapsedTime(startedAt)));

    /// <summary>The bar's text.</summary>
    /// <param name="total">0: not known; there is no bar then.</param>
    internal static string Bar(long done, long total, string unit, TimeSpan elapsed)
    {
        var rate = elapsed > TimeSpan.Zero ? done / elapsed.TotalSeconds : 0;
        if (total <= 0) return string.Create(CultureInfo.InvariantCulture, $"{done} {unit}, {rate:F0}/s");
        var filled = (int)(BarWidth * Math.Clamp((double)done / total, 0, 1));
        return string.Create(CultureInfo.InvariantCulture, $"[{new string('#', filled)}{new string('.', BarWidth - filled)}] {100 * done / total,3} % · {done} of {total} {unit}, {rate:F0}/s");
    }

    public void Dispose()
    {
        if (last.Length > 0 && terminal) output.WriteLine($"\r\u001b[K{what}: {last}");
        else if (last != printed) output.WriteLine($"{what}: {last}");
    }
}
