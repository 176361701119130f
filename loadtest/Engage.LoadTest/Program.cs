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
    await using ITestBroker broker = options.IsOnApacheKafka ? await ApacheKafka.Start() : await LocalKafka.Start();
    return await new TortureRun(options, broker).Run();
}

static int Explain()
{
    Console.WriteLine("torture MINUTES [--seed N] [--broker local|apache] [--report FILE]    verify BOOTSTRAP PREFIX INPUTS DIRECTORY...");
    return 2;
}
