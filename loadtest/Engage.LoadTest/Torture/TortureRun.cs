using System.Diagnostics;
using System.Text.Json;
using Engage.LoadTest.Brokers;
using Engage.LoadTest.Summing;
using Engage.LoadTest.Verification;

namespace Engage.LoadTest.Torture;

/// <summary>
/// Rounds of a few minutes, each on topics of its own: a few workers are killed, ended, frozen and robbed of their disks while numbers pour in and the broker goes down now and then; then calm,
/// a worker that restores everything from nothing, and the verdict of a verifier in a process of its own.
/// </summary>
internal sealed class TortureRun(TortureOptions options, ITestBroker broker, Journal journal, CancellationToken stop)
{
    private const int Partitions = 4;
    private const int BurstMax = 120;

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RoundMax = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan SettleMax = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan TransactionMax = TimeSpan.FromSeconds(10);
    private static readonly string Executable = Environment.ProcessPath!;

    private readonly Random random = new(options.Seed);
    private readonly string root = Directory.CreateTempSubdirectory("engage-torture-").FullName;

    public Tally Tally { get; } = new();

    /// <returns>0 if nothing was violated.</returns>
    public async Task<int> Run()
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) is var elapsed && elapsed < options.Duration && Tally.Violations.Count == 0 && !stop.IsCancellationRequested)
        {
            var rest = options.Duration - elapsed;
            await Round(rest < RoundMax ? rest : RoundMax);
            Report(TimeProvider.System.GetElapsedTime(started));
        }

        var isAsExpected = Tally.Violations.Count == 0 == options.Without is null;
        if (isAsExpected) Directory.Delete(root, recursive: true);
        else Console.WriteLine($"The disks are kept in {root}.");
        return isAsExpected ? 0 : 1;
    }

    private async Task Round(TimeSpan duration)
    {
        var number = Tally.Rounds++;
        var inputs = 1 + (number % 2); // In turn incremental and eager rebalances.
        var prefix = $"torture-{options.Seed}-{number}.";
        using var input = new SumInput(broker.Bootstrap, prefix, inputs, Partitions, random.Next(), keysAtOnce: 50) { PoisonShare = 0.001 };
        input.CreateTopics();
        var victims = Enumerable.Range(0, options.Workers)
            .Select(victim => new Victim($"{number}-{victim}", Executable, Settings(prefix, inputs, $"{number}-{victim}"), options.Without ?? string.Empty, new Random(random.Next()), Tally, journal))
            .ToArray();
        try
        {
            await Storm(victims, input, duration);
            await Calm(victims, prefix, inputs, number);
        }
        finally
        {
            foreach (var victim in victims) victim.Abandon();
        }
    }

    private async Task Storm(Victim[] victims, SumInput input, TimeSpan duration)
    {
        using var timer = new PeriodicTimer(Turn);
        var pouring = Task.CompletedTask;
        var broken = Task.CompletedTask;
        var started = TimeProvider.System.GetTimestamp();
        var pause = TimeSpan.Zero;
        var nextBreak = TimeSpan.FromSeconds(random.Next(15, 45));
        var nextProgress = ProgressInterval;
        while (await timer.WaitForNextTickAsync(CancellationToken.None) && TimeProvider.System.GetElapsedTime(started) is var elapsed && elapsed < duration && !stop.IsCancellationRequested)
        {
            if (elapsed > nextProgress)
            {
                nextProgress += ProgressInterval;
                Console.WriteLine($"  {elapsed:mm\\:ss} {Done()}; {input.Sent} sent");
            }

            if (pouring.IsCompleted) pouring = Pour(input, random.Next(1, BurstMax));
            foreach (var victim in victims) victim.Turn();
            if (!broken.IsCompleted) nextBreak = elapsed + pause; // Counted from its return, which may take a while.
            if (elapsed < nextBreak) continue;
            pause = TimeSpan.FromSeconds(random.Next(35, 90));
            broken = BreakBroker();
        }

        await Task.WhenAll(pouring, broken);
    }

    private Task Pour(SumInput input, int count) => Task.Run(() =>
    {
        if (!input.Send(count)) journal.Note("input", "was stuck; goes on with a new producer");
    });

    private async Task BreakBroker()
    {
        var isKill = random.Next(2) == 1;
        journal.Note("broker", isKill ? "SIGKILL" : "restart");
        if (isKill)
        {
            Tally.BrokerKills++;
            await broker.KillAndRestart();
        }
        else
        {
            Tally.BrokerRestarts++;
            await broker.Restart();
        }

        journal.Note("broker", "is back");
    }

    private async Task Calm(Victim[] victims, string prefix, int inputs, int number)
    {
        var started = TimeProvider.System.GetTimestamp();
        journal.Note("all", "calm");
        foreach (var victim in victims) victim.Calm();
        var left = new Verifier(broker.Bootstrap, prefix, inputs).WaitUntilRead(SettleMax);
        var settled = TimeProvider.System.GetElapsedTime(started);
        if (settled > Tally.SettledMax) Tally.SettledMax = settled;
        if (left is not null) Tally.Violations.Add($"I7: in round {number} {left} was not read within {SettleMax.TotalSeconds} s");
        journal.Note("all", "has been read");
        foreach (var victim in victims) victim.End();

        var heir = Settings(prefix, inputs, $"{number}-heir"); // I10: all of it from nothing, before the verifier compares every database.
        using (var worker = WorkerProcess.Start(Executable, heir, string.Empty, line => journal.Note($"{number}-heir", line)))
        {
            for (var partition = 0; partition < Partitions; partition++) await worker.Says($"restored {partition} ", SettleMax);
            if (new Verifier(broker.Bootstrap, prefix, inputs).WaitUntilRead(SettleMax) is { } unread) Tally.Violations.Add($"I10: the heir of round {number} did not read {unread}");
            worker.Terminate();
            Tally.Hear(worker);
        }

        Tally.Add(await Verify(prefix, inputs, [.. victims.Select(victim => victim.StateDirectory), heir.Directory]));
    }

    private async Task<Findings> Verify(string prefix, int inputs, string[] directories)
    {
        using var verifier = Process.Start(new ProcessStartInfo(Executable, ["verify", broker.Bootstrap, prefix, $"{inputs}", .. directories]) { RedirectStandardOutput = true })!;
        var answer = await verifier.StandardOutput.ReadToEndAsync();
        await verifier.WaitForExitAsync();
        return JsonSerializer.Deserialize<Findings>(answer) ?? throw new InvalidOperationException("The verifier said nothing.");
    }

    private SumWorkerSettings Settings(string prefix, int inputs, string name) => new()
    {
        Bootstrap = broker.Bootstrap,
        Prefix = prefix,
        Directory = Path.Combine(root, name),
        Inputs = inputs,
        SessionTimeout = Session,
        TransactionTimeout = TransactionMax,
    };

    private void Report(TimeSpan elapsed)
    {
        journal.Note("all", Tally.Total.ToString());
        var report = TortureReport.Write(options, broker, Tally, elapsed);
        Console.WriteLine($"{elapsed:hh\\:mm\\:ss} {Done()}; {Tally.Total} {string.Join("; ", Tally.Violations)}");
        if (options.Report is not null) File.WriteAllText(options.Report, report);
    }

    private string Done() => $"{Tally.Kills}+{Tally.KillsAtStep} SIGKILL, {Tally.Terminations} SIGTERM, {Tally.Freezes} SIGSTOP, {Tally.BrokerRestarts}+{Tally.BrokerKills} brokers";
}
