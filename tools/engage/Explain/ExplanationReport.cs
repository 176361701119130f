using Engage.Cli.Output;

namespace Engage.Cli.Explain;

/// <summary>One answer as <c>engage explain --event</c> prints it: a row per gate, then the result.</summary>
internal static class ExplanationReport
{
    public static readonly string[] Columns = ["event", "gate", "verdict", "reason", "detail"];

    /// <param name="report">With <see cref="Columns"/>; finished here.</param>
    public static void Print(Report report, EventExplanation answer)
    {
        foreach (var gate in answer.Gates) report.Add(answer.Event.ToString(), gate.Name, gate.Verdict, gate.Reason, gate.Detail);
        report.Add(answer.Event.ToString(), "result", answer.Verdict, answer.Reason, answer.Detail);
        report.Finish();
    }
}
