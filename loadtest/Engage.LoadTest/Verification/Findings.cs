namespace Engage.LoadTest.Verification;

/// <summary>What a verification has counted and found wrong.</summary>
internal sealed class Findings
{
    /// <summary>More of the same kind are counted, not told.</summary>
    private const int ViolationsMax = 20;

    /// <summary>Numbers in the input, poison left out.</summary>
    public long Inputs { get; set; }

    /// <summary>Numbers that no sum counts.</summary>
    public long Lost { get; set; }

    /// <summary>Sums that count a number again, rewards and reminders given again, dead letters repeated.</summary>
    public long Duplicated { get; set; }

    public long Rewards { get; set; }

    public long Reminders { get; set; }

    public long DeadLetters { get; set; }

    /// <summary>Transactions in the changelogs.</summary>
    public long Transactions { get; set; }

    /// <summary>Records of aborted transactions, which read_committed has hidden.</summary>
    public long AbortedRecords { get; set; }

    /// <summary>Databases compared with their changelogs.</summary>
    public int Databases { get; set; }

    public List<string> Violations { get; init; } = [];

    public void Violated(string invariant, string what)
    {
        if (Violations.Count < ViolationsMax) Violations.Add($"{invariant}: {what}");
    }

    public override string ToString() =>
        $"{Inputs} inputs, {Lost} lost, {Duplicated} duplicated, {Rewards} rewards, {Reminders} reminders, {DeadLetters} dead letters, {Transactions} transactions, {AbortedRecords} aborted records hidden, {Databases} databases"
        + (Violations.Count == 0 ? ", no violation" : $", VIOLATED {string.Join("; ", Violations)}");
}
