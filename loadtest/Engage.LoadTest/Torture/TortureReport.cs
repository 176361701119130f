using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;
using Engage.LoadTest.Brokers;

namespace Engage.LoadTest.Torture;

/// <summary>What a run did and found, as a page for the documents.</summary>
internal static class TortureReport
{
    public static string Write(TortureOptions options, ITestBroker broker, Tally tally, TimeSpan elapsed)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Broker: {broker.Name}, one node. Client: librdkafka {Library.VersionString}. {RuntimeInformation.FrameworkDescription}. RocksDB 7.8.");
        text.AppendLine(CultureInfo.InvariantCulture, $"Machine: {Environment.ProcessorCount} cores, {Processor()}, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, {RuntimeInformation.OSDescription}.");
        text.AppendLine(CultureInfo.InvariantCulture, $"Seed {options.Seed}, {elapsed.TotalMinutes:F0} minutes, {tally.Rounds} rounds with {options.Workers} workers and four partitions each, incremental and eager rebalances in turn.");
        if (options.Without is not null) text.AppendLine(CultureInfo.InvariantCulture, $"**A control run without {options.Without}: violations are wanted.**");
        text.AppendLine();
        text.AppendLine("| done | times |").AppendLine("|---|---|");
        Row(text, "SIGKILL at any moment", tally.Kills);
        Row(text, "SIGKILL at a named step of a commit, restore or hand-over", tally.KillsAtStep);
        Row(text, "SIGTERM under load", tally.Terminations);
        Row(text, "SIGSTOP for longer than the session, then SIGCONT (zombies)", tally.Freezes);
        Row(text, "broker restarted in good order", tally.BrokerRestarts);
        Row(text, "broker killed and restarted", tally.BrokerKills);
        Row(text, "disks lost", tally.DisksLost);
        text.AppendLine();
        text.AppendLine("| found | count |").AppendLine("|---|---|");
        Row(text, "numbers sent", tally.Total.Inputs);
        Row(text, "**lost**", tally.Total.Lost);
        Row(text, "**counted or given twice**", tally.Total.Duplicated);
        Row(text, "rewards, one per player", tally.Total.Rewards);
        Row(text, "reminders (timers), one per player", tally.Total.Reminders);
        Row(text, "dead letters, one per poison record", tally.Total.DeadLetters);
        Row(text, "transactions in the changelogs", tally.Total.Transactions);
        Row(text, "records of aborted transactions, hidden", tally.Total.AbortedRecords);
        Row(text, "databases equal to their changelogs", tally.Total.Databases);
        Row(text, "**violations of any invariant**", tally.Violations.Count);
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Longest SIGTERM to exit: {tally.TerminationMax.TotalSeconds:F1} s. Longest from the last fault to all input read: {tally.SettledMax.TotalSeconds:F0} s. Most memory of a worker: {tally.ResidentKilobytesMax >> 10} MiB; most open files: {tally.OpenFilesMax}.");
        if (tally.Exits.Count > 0) text.AppendLine(CultureInfo.InvariantCulture, $"Workers that ended by themselves, by exit status: {string.Join(", ", tally.Exits.Select(exit => $"{exit.Key}: {exit.Value}"))}.");
        text.AppendLine();
        text.AppendLine("| workers said | times |").AppendLine("|---|---|");
        foreach (var (what, times) in tally.Said) Row(text, what, times);
        foreach (var violation in tally.Violations) text.AppendLine(CultureInfo.InvariantCulture, $"\nVIOLATED: {violation}");
        return text.ToString();
    }

    private static void Row(StringBuilder text, string what, long count) => text.AppendLine(CultureInfo.InvariantCulture, $"| {what} | {count} |");

    private static string Processor() => File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1] ?? "unknown processor";
}
