using System.Runtime.InteropServices;
using Engage.Streams.RocksDb;

namespace Engage.Streams.Kafka.Tests;

/// <summary>The worker process that tests start and kill: says <c>running</c> once it is ready, stops at SIGTERM, exits with the engine's status.</summary>
internal static class SumWorker
{
    public const string Verb = "sum-worker";

    public const string Ready = "running";

    private static readonly TimeSpan HealthInterval = TimeSpan.FromMilliseconds(20);

    private const int TurnsPerComplaint = 250;

    public static int Run(string bootstrap, string prefix, string directory)
    {
        using var environment = new RocksDbEnvironment(RocksDbMemoryBudget.Divide(96L << 20, tasks: 4));
        using var worker = new StreamWorker(
            SumTopology.Build(),
            new StreamsOptions { TopicPrefix = prefix, StateDirectory = directory },
            new KafkaStreamClient(new KafkaClientOptions { BootstrapServers = bootstrap }),
            new RocksDbStateStores(directory, environment),
            new ConsoleEvents());
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            worker.RequestStop();
        });

        worker.Start();
        WaitUntilReady(worker);

        Console.WriteLine(Ready);
        var exit = worker.Completion.GetAwaiter().GetResult();
        if (worker.Failure is not null) Console.Error.WriteLine(worker.Failure);
        return (int)exit;
    }

    private static void WaitUntilReady(StreamWorker worker)
    {
        for (var turn = 1; !worker.Completion.Wait(HealthInterval); turn++)
        {
            var health = worker.CheckHealth();
            if (health.IsReady) return;
            if (turn % TurnsPerComplaint == 0) Console.Error.WriteLine($"not ready: {string.Join("; ", health.Problems)}");
        }
    }

    private sealed class ConsoleEvents : IStreamsEvents
    {
        public void Rewound(string worker, string cause, Exception? error) => Console.Error.WriteLine($"rewound: {cause}: {error?.Message}");

        public void IntegrityAlarm(string worker, int partition, string what) => Console.Error.WriteLine($"alarm: {partition}: {what}");

        public void Fault(string worker, string where, Exception error) => Console.Error.WriteLine($"fault: {where}: {error.Message}");
    }
}
