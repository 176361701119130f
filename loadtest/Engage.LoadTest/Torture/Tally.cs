using Engage.LoadTest.Summing;
using Engage.LoadTest.Verification;

namespace Engage.LoadTest.Torture;

/// <summary>Counts of everything that was done and found.</summary>
internal sealed class Tally
{
    public int Rounds { get; set; }

    /// <summary>From outside, at any moment.</summary>
    public int Kills { get; set; }

    /// <summary>By itself, at a named step of a commit, restore or hand-over.</summary>
    public int KillsAtStep { get; set; }

    public int Terminations { get; set; }

    public int Freezes { get; set; }

    public int BrokerRestarts { get; set; }

    public int BrokerKills { get; set; }

    public int DisksLost { get; set; }

    /// <summary>Processes that ended by themselves with a status of the engine.</summary>
    public Dictionary<string, int> Exits { get; } = [];

    /// <summary>Lines that workers said, by their first two words where the second is a cause.</summary>
    public SortedDictionary<string, int> Said { get; } = new(StringComparer.Ordinal);

    public TimeSpan TerminationMax { get; set; }

    /// <summary>From the end of the faults until all input was read.</summary>
    public TimeSpan SettledMax { get; set; }

    public long ResidentKilobytesMax { get; set; }

    public int OpenFilesMax { get; set; }

    public Findings Total { get; } = new();

    public List<string> Violations { get; } = [];

    public void Measure(WorkerProcess worker)
    {
        if (worker.Measure() is not { } measured) return;
        ResidentKilobytesMax = Math.Max(ResidentKilobytesMax, measured.ResidentKilobytes);
        OpenFilesMax = Math.Max(OpenFilesMax, measured.OpenFiles);
    }

    /// <summary>Takes in what a worker that has ended said.</summary>
    public void Hear(WorkerProcess worker)
    {
        foreach (var line in worker.Lines)
        {
            var words = line.Split(' ', ':');
            var what = words[0] is "rewound" or "replaced" ? $"{words[0]} {words[1]}" : words[0];
            if (what is "task" or "failpoint") continue;
            Said[what] = Said.GetValueOrDefault(what) + 1;
            if (what is "alarm" or "wiped" or "skipped") Violations.Add(line);
        }
    }

    public void Add(Findings findings)
    {
        Total.Inputs += findings.Inputs;
        Total.Lost += findings.Lost;
        Total.Duplicated += findings.Duplicated;
        Total.Rewards += findings.Rewards;
        Total.Reminders += findings.Reminders;
        Total.DeadLetters += findings.DeadLetters;
        Total.Transactions += findings.Transactions;
        Total.AbortedRecords += findings.AbortedRecords;
        Total.Databases += findings.Databases;
        Violations.AddRange(findings.Violations);
    }
}
