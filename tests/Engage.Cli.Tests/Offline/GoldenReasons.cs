using System.Globalization;
using System.Text;
using Engage.Cli.Explain;
using Engage.Cli.Output;
using Engage.EndToEnd.Tests.Harness;
using Engage.Rules.Decisions;

namespace Engage.Cli.Tests.Offline;

/// <summary>
/// Every answer of <c>engage explain --event</c>, word for word, as table and as JSON lines: each gate passing and each gate refusing, in the order in which they are asked.
/// The golden file is written anew with ENGAGE_WRITE_GOLDEN=1; its difference is then what operators will read differently.
/// </summary>
public sealed class GoldenReasons
{
    private static readonly string Golden = Checkout.File("tests", "Engage.Cli.Tests", "Offline", "GoldenReasons.txt");

    [Fact]
    public void Rule_45_each_gate_says_in_these_words_why_it_passes_or_refuses()
    {
        var told = new StringBuilder();
        foreach (var (name, answer) in Answers())
        {
            told.Append(CultureInfo.InvariantCulture, $"== {name}\n").Append(Print(answer, OutputFormat.Table)).Append(Print(answer, OutputFormat.Json)).Append('\n');
        }

        if (Environment.GetEnvironmentVariable("ENGAGE_WRITE_GOLDEN") == "1") File.WriteAllText(Golden, told.ToString());
        Assert.Equal(File.ReadAllText(Golden), told.ToString());
    }

    [Fact]
    public void Rule_45_the_table_has_every_reason_there_is()
    {
        var told = Answers().SelectMany(row => row.Answer.Gates.Select(gate => gate.Reason).Append(row.Answer.Reason)).Select(reason => reason?.Split(':')[0]).ToHashSet();

        Assert.Superset(Enum.GetValues<DecisionReason>().Select(DecisionReasons.CodeOf).ToHashSet<string?>(), told);
    }

    [Fact]
    public void Rule_45_the_table_has_every_gate_passing_and_refusing()
    {
        var gates = Answers().SelectMany(row => row.Answer.Gates).ToList();
        string[] both = ["definitions", "status", "backfill", "depth", "type", "period", "segment", "conditions", "once", "qualification", "currency", "step", "progress", "recheck"];

        Assert.All(both, name => Assert.Contains(gates, gate => gate.Name == name && gate.Verdict == ExplainedGate.Yes));
        Assert.All([.. both, "valid", "dedupe", "player", "quarantine", "chain", "reversal", "amount"], name => Assert.Contains(gates, gate => gate.Name == name && gate.Verdict == ExplainedGate.No));
        Assert.Contains(gates, gate => gate is { Name: "cap", Verdict: ExplainedGate.Yes });
    }

    private static IEnumerable<(string Name, EventExplanation Answer)> Answers()
    {
        foreach (var (name, log) in ExplainedLogs.All())
        {
            // The last event, with what followed from it in the same record.
            var recorded = ExplainedLogs.Recorded(log);
            var answers = new ExplainRule(log.Retained(), log.Definitions, recorded, "r").Run();
            foreach (var answer in answers.Where(answer => answer.Offset == answers[^1].Offset)) yield return (name, answer);
        }
    }

    private static string Print(EventExplanation answer, OutputFormat format)
    {
        using var printed = new StringWriter { NewLine = "\n" };
        ExplanationReport.Print(new Report(format, printed, ExplanationReport.Columns), answer);
        return printed.ToString();
    }
}
