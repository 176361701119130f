using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Engage.LoadTest.Benchmarks;
using Engage.LoadTest.Brokers;
using Engage.LoadTest.Summing;
using Engage.LoadTest.Torture;
using Engage.LoadTest.Verification;

return args switch
{
    [SumWorker.Verb, .. var rest] => SumWorker.Run(SumWorkerSettings.FromArguments(rest)),
    ["verify", var bootstrap, var prefix, var inputs, .. var directories] => Verify(bootstrap, prefix, int.Parse(inputs, CultureInfo.InvariantCulture), directories),
    ["torture", .. var rest] => await Torture(TortureOptions.Parse(rest, Environment.TickCount & 0xffff)),
    [LocalBrokerProcess.Verb, var directory, var port] => await LocalBrokerProcess.Serve(directory, int.Parse(port, CultureInfo.InvariantCulture)),
    ["bench", .. { Length: > 0 } rest] => await Bench(BenchOptions.Parse(rest)),
    ["soak", var minutes, var eventsPerSecond] => await Soak(double.Parse(minutes, CultureInfo.InvariantCulture), int.Parse(eventsPerSecond, CultureInfo.InvariantCulture)),
    _ => Explain(),
};

static int Verify(string bootstrap, string prefix, int inputs, string[] directories)
{
    var findings = new Verifier(bootstrap, prefix, inputs).Check(directories);
    Console.WriteLine(JsonSerializer.Serialize(findings));
    return findings.Violations.Count == 0 ? 0 : 1;
}

static async Task<int> Torture(TortureOptions options)
{
    Console.WriteLine($"seed {options.Seed}");
    using var stop = new CancellationTokenSource();
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
    using var journal = new Journal(options.Journal);
    await using ITestBroker broker = options.Broker switch
    {
        TortureBroker.Apache => await ApacheKafka.Start(),
        TortureBroker.Process => await LocalBrokerProcess.Start(),
        _ => await LocalKafka.Start(),
    };
    return await new TortureRun(options, broker, journal, stop.Token).Run();

    void End(PosixSignalContext context)
    {
        context.Cancel = true; // The round under way is still judged.
        stop.Cancel();
    }
}

static async Task<int> Bench(BenchOptions options)
{
    await using ITestBroker broker = options.IsOnApacheKafka ? await ApacheKafka.Start() : await LocalBrokerProcess.Start();
    await new BenchRun(options, broker).Run();
    return 0;
}

static async Task<int> Soak(double minutes, int eventsPerSecond)
{
    await using ITestBroker broker = ApacheKafka.IsAvailable ? await ApacheKafka.Start() : await LocalBrokerProcess.Start();
    return await new SoakRun(TimeSpan.FromMinutes(minutes), eventsPerSecond, broker).Run();
}

static int Explain()
{
    Console.WriteLine("torture MINUTES [--seed N] [--broker local|process|apache] [--workers N] [--report FILE] [--journal FILE] [--without PROTECTION]    bench all|pipeline|restore|commit|idle [--broker process|apache] [--events N] [--keys N] [--report FILE]    soak MINUTES EVENTS-PER-SECOND    verify BOOTSTRAP PREFIX INPUTS DIRECTORY...");
    return 2;
}
