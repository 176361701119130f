using System.Runtime.InteropServices;
using System.Text.Json;
using Engage.LoadTest.Brokers;
using Engage.LoadTest.Summing;
using Engage.LoadTest.Torture;
using Engage.LoadTest.Verification;

return args switch
{
    [SumWorker.Verb, .. var rest] => SumWorker.Run(SumWorkerSettings.FromArguments(rest)),
    ["verify", var bootstrap, var prefix, var inputs, .. var directories] => Verify(bootstrap, prefix, int.Parse(inputs, System.Globalization.CultureInfo.InvariantCulture), directories),
    ["torture", .. var rest] => await Torture(TortureOptions.Parse(rest, Environment.TickCount & 0xffff)),
    [LocalBrokerProcess.Verb, var directory, var port] => await LocalBrokerProcess.Serve(directory, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture)),
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

static int Explain()
{
    Console.WriteLine("torture MINUTES [--seed N] [--broker local|process|apache] [--workers N] [--report FILE] [--journal FILE] [--without PROTECTION]    verify BOOTSTRAP PREFIX INPUTS DIRECTORY...");
    return 2;
}
