using System.Diagnostics;
using System.Text.Json;
using Engage.LoadTest.Brokers;
using Engage.LoadTest.Summing;
using Engage.LoadTest.Verification;

namespace Engage.LoadTest.Torture;

/// <summary>
/// Rounds of a few minutes, each on topics of its own: three workers are killed, ended, frozen and robbed of their disks while numbers pour in and the broker goes down now and then; then calm,
/// a worker that restores everything from nothing, and the verdict of a verifier in a process of its own.
/// </summary>
internal sealed class TortureRun(TortureOptions options, ITestBroker broker)
{
    private const int Victims = 3;
    private const int Partitions = 4;
    private const int BurstMax = 120;

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RoundMax = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan SettleMax = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan TransactionMax = TimeSpan.FromSeconds(8);
    private static readonly string Executable = Environment.ProcessPath!;

    private readonly Random random = new(options.Seed);
    private readonly string root = Directory.CreateTempSubdirectory("engage-torture-").FullName;

    public Tally Tally { get; } = new();

    /// <returns>0 if nothing was violated.</returns>
    public async Task<int> Run()
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) is var elapsed && elapsed < options.Duration && Tally.Violations.Count == 0)
        {
            var rest = options.Duration - elapsed;
            await Round(rest < RoundMax ? rest : RoundMax);
            Report(TimeProvider.System.GetElapsedTime(started));
        }

        if (Tally.Violations.Count == 0) Directory.Delete(root, recursive: true);
        else Console.WriteLine($"The disks are kept in {root}.");
        return Tally.Violations.Count == 0 ? 0 : 1;
    }

    private async Task Round(TimeSpan duration)
    {
        var number = Tally.Rounds++;
        var inputs = 1 + (number % 2); // In turn incremental and eager rebalances.
        var prefix = $"torture-{options.Seed}-{number}.";
        using var input = new SumInput(broker.Bootstrap, prefix, inputs, Partitions, random.Next(), keysAtOnce: 50) { PoisonShare = 0.001 };
        input.CreateTopics();
        var victims = Enumerable.Range(0, Victims).Select(victim => new Victim(Executable, Settings(prefix, inputs, $"{number}-{victim}"), new Random(random.Next()), Tally)).ToArray();
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
        var nextBreak = TimeSpan.FromSeconds(random.Next(20, 80));
        while (await timer.WaitForNextTickAsync() && TimeProvider.System.GetElapsedTime(started) is var elapsed && elapsed < duration)
        {
            if (pouring.IsCompleted) pouring = Task.Run(() => input.Send(random.Next(1, BurstMax)));
            foreach (var victim in victims) victim.Turn();
            if (elapsed < nextBreak || !broken.IsCompleted) continue;
            broken = BreakBroker();
            nextBreak = elapsed + TimeSpan.FromSeconds(random.Next(60, 160));
        }

        await Task.WhenAll(pouring, broken);
    }

    private Task BreakBroker()
    {
        if (random.Next(2) == 0)
        {
            Tally.BrokerRestarts++;
            return broker.Restart();
        }

        Tally.BrokerKills++;
        return broker.KillAndRestart();
    }

    private async Task Calm(Victim[] victims, string prefix, int inputs, int number)
    {
        var started = TimeProvider.System.GetTimestamp();
        foreach (var victim in victims) victim.Calm();
        var left = new Verifier(broker.Bootstrap, prefix, inputs).WaitUntilRead(SettleMax);
        var settled = TimeProvider.System.GetElapsedTime(started);
        if (settled > Tally.SettledMax) Tally.SettledMax = settled;
        if (left is not null) Tally.Violations.Add($"I7: in round {number} {left} was not read within {SettleMax.TotalSeconds} s");
        foreach (var victim in victims) victim.End();

        var heir = Settings(prefix, inputs, $"{number}-heir"); // I10: all of it from nothing.
        using (var worker = WorkerProcess.Start(Executable, heir))
        {
            await worker.Ready.WaitAsync(SettleMax);
            new Verifier(broker.Bootstrap, prefix, inputs).WaitUntilRead(SettleMax);
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
        var report = TortureReport.Write(options, broker, Tally, elapsed);
        Console.WriteLine($"{elapsed:hh\\:mm\\:ss} {Tally.Kills}+{Tally.KillsAtStep} SIGKILL, {Tally.Terminations} SIGTERM, {Tally.Freezes} SIGSTOP, {Tally.BrokerRestarts}+{Tally.BrokerKills} brokers; {Tally.Total} {string.Join("; ", Tally.Violations)}");
        if (options.Report is not null) File.WriteAllText(options.Report, report);
    }
}
