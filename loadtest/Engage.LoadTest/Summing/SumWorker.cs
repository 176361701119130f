using System.Runtime.InteropServices;
using Engage.LoadTest.Brokers;
using Engage.Streams;
using Engage.Streams.Kafka;
using Engage.Streams.Ports;
using Engage.Streams.RocksDb;

namespace Engage.LoadTest.Summing;

/// <summary>The worker process that tests start, stop and kill: says <see cref="Ready"/> once it runs, ends at SIGTERM with the engine's status, tells on standard error what happens to it.</summary>
internal static class SumWorker
{
    public const string Verb = "sum-worker";

    public const string Ready = "running";

    private const long StateBytes = 96L << 20;
    private const int TasksMax = 4;

    private const int AbandonedExitCode = 3;

    private static readonly TimeSpan HealthInterval = TimeSpan.FromMilliseconds(20);

    /// <param name="disguise">Puts something between engine and client, for control runs; null: nothing.</param>
    /// <returns>The process exit status.</returns>
    public static int Run(SumWorkerSettings settings, Func<IStreamClient, IStreamClient>? disguise = null)
    {
        ParentWatch.Start(() => Environment.Exit(AbandonedExitCode));
        using var environment = new RocksDbEnvironment(RocksDbMemoryBudget.Divide(StateBytes, TasksMax));
        IStreamClient client = new KafkaStreamClient(settings.ToClientOptions());
        using var worker = new StreamWorker(
            SumTopology.Build(settings.Inputs),
            settings.ToOptions(),
            disguise?.Invoke(client) ?? client,
            new RocksDbStateStores(settings.Directory, environment),
            new SpokenEvents(Console.Error));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            worker.RequestStop();
        });

        worker.Start();
        while (!worker.Completion.Wait(HealthInterval) && !worker.CheckHealth().IsReady)
        {
            // The wait above is the pause.
        }

        Console.WriteLine(Ready);
        var exit = worker.Completion.GetAwaiter().GetResult();
        if (worker.Failure is not null) Console.Error.WriteLine($"failed: {worker.Failure}");
        return (int)exit;
    }
}
