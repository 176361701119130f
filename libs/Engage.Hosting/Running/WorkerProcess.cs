using System.Diagnostics;

using Engage.Avro.Wire;
using Engage.Hosting.Http;
using Engage.Hosting.Logging;
using Engage.Hosting.Metrics;
using Engage.Hosting.Options;
using Engage.SchemaRegistry.Client;
using Engage.SchemaRegistry.Deployment;
using Engage.Streams;
using Engage.Streams.Kafka;
using Engage.Streams.Kafka.Tools;
using Engage.Streams.Ports;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Engage.Hosting.Running;

/// <summary>One worker process from its start to its exit status.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly CommonOptions options;
    private readonly TimeProvider time = TimeProvider.System;
    private readonly ServiceProvider logging;
    private readonly ILogger logger;
    private readonly MetricsCollector metrics;
    private readonly ProcessMetrics processMetrics;
    private readonly WorkerMetrics workerMetrics;
    private readonly WorkerStatus status;
    private readonly KafkaStreamClient client;
    private readonly SchemaMetrics schemaMetrics;
    private readonly SchemaLookup schemaLookup;
    private readonly StopSignal stop = new();

    public WorkerProcess(string name, CommonOptions options, IReadOnlyDictionary<Type, object> sections)
    {
        this.options = options;
        metrics = new MetricsCollector(time); // First, so that it hears every meter from its first measurement.
        logging = CreateLogging(name, options.Logging.Level, time);
        var loggers = logging.GetRequiredService<ILoggerFactory>();
        logger = loggers.CreateLogger("Engage.Hosting");
        processMetrics = new ProcessMetrics();
        schemaMetrics = new SchemaMetrics();
        workerMetrics = new WorkerMetrics(time);
        status = new WorkerStatus(name, time);
        var settings = KafkaClientSettings.From(options.Kafka, name);
        client = new KafkaStreamClient(settings);
        schemaLookup = new SchemaLookup(options.Registry, options.Kafka.TopicPrefix, schemaMetrics, time, logger);
        Context = new WorkerContext(options.Kafka.TopicPrefix, new ClusterConnection(settings.BootstrapServers, settings.Extra), loggers, time, sections);
    }

    public WorkerContext Context { get; }

    /// <param name="schemas">Of these, those that the topology's topics have are bound.</param>
    /// <param name="carried">Bound in any case: values that travel inside values.</param>
    public async Task<WorkerExit> RunAsync(Topology topology, IReadOnlyList<ISchemaBound> schemas, IReadOnlyList<ISchemaBound> carried)
    {
        Log.Starting(logger, topology.Name, status.Version, topology.Describe());
        try
        {
            if (TryCreateAdmin(out var mistake) is not { } cluster) return Refuse($"Kafka: {mistake}");
            using var admin = cluster;

            await using var server = await StatusServer.StartAsync(options.Metrics.Url, Context.Loggers, routes => StatusPages.Map(routes, metrics, status)).ConfigureAwait(false);
            Log.Serving(logger, server.Address.GetLeftPart(UriPartial.Authority));

            status.WaitingFor("the schema registry");
            await schemaLookup.BindAsync(topology, schemas, carried, stop.Token).ConfigureAwait(false);
            return await RunEngineAsync(topology, admin).ConfigureAwait(false);
        }
        catch (SchemasMissingException missing)
        {
            return Refuse(missing.Message);
        }
        catch (SchemaRegistryException refused)
        {
            return Refuse(refused.Message);
        }
        catch (IOException taken)
        {
            return Refuse($"Metrics:Url {options.Metrics.Url}: {taken.Message}");
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return WorkerExit.Stopped; // Asked to stop before the engine had begun.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Context.ReleaseAsync().ConfigureAwait(false);
        stop.Dispose();
        schemaLookup.Dispose();
        schemaMetrics.Dispose();
        workerMetrics.Dispose();
        processMetrics.Dispose();
        metrics.Dispose();
        await logging.DisposeAsync().ConfigureAwait(false); // Last: writes what is still queued.
    }

    private static ServiceProvider CreateLogging(string worker, LogLevel level, TimeProvider time) => new ServiceCollection()
        .AddLogging(builder => builder
            .SetMinimumLevel(level)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddConsole(console => console.FormatterName = JsonLineFormatter.FormatterName))
        .AddSingleton<ConsoleFormatter>(_ => new JsonLineFormatter(worker, time))
        .BuildServiceProvider();

    private async Task<WorkerExit> RunEngineAsync(Topology topology, ITopicAdmin admin)
    {
        var input = options.Kafka.TopicPrefix + topology.Inputs[0].Name;
        var stores = new BudgetedStateStores(options.State, () => admin.Describe(input).PartitionCount, logger);
        using var worker = new StreamWorker(topology, StreamsOptionsFrom(topology.Name), client, stores, new WorkerEvents(logger, workerMetrics), time);
        using var gauges = new WorkerGauges(topology, worker, status, stores);

        worker.Start();
        status.Started(worker.CheckHealth, worker.ReadTasks);
        var probes = RunProbesAsync(admin, input);
        await Task.WhenAny(worker.Completion, stop.Requested).ConfigureAwait(false);

        status.Stopping();
        if (stop.Token.IsCancellationRequested) Log.Stopping(logger);
        stop.Request(); // Also ends the probes when the engine ended by itself.
        worker.RequestStop();
        await probes.ConfigureAwait(false);
        return await EndAsync(worker).ConfigureAwait(false);
    }

    /// <summary>The first client that is made shows whether the settings make sense to librdkafka; it connects to nothing yet.</summary>
    private ITopicAdmin? TryCreateAdmin(out string mistake)
    {
        try
        {
            mistake = "";
            return client.CreateAdmin();
        }
        catch (Exception refused) when (refused is InvalidOperationException or ArgumentException)
        {
            mistake = refused.Message;
            return null;
        }
    }

    private async Task<WorkerExit> EndAsync(StreamWorker worker)
    {
        try
        {
            var exit = await worker.Completion.WaitAsync(options.Processing.StopTimeout, time).ConfigureAwait(false);
            if (exit == WorkerExit.Stopped) Log.Ended(logger, exit, (int)exit);
            else Log.EndedByFault(logger, exit, (int)exit, worker.Failure);
            return exit;
        }
        catch (TimeoutException)
        {
            // Disposing would wait for the same thread again. What was not committed comes again, as after a kill.
            Log.StopTimedOut(logger, options.Processing.StopTimeout.TotalSeconds);
            await logging.DisposeAsync().ConfigureAwait(false);
            Environment.Exit((int)WorkerExit.Failed);
            throw new UnreachableException("The process has exited.");
        }
    }

    private Task RunProbesAsync(ITopicAdmin admin, string topic)
    {
        var broker = new Probe("The cluster", _ => Task.Run(() => AskBroker(admin, topic)), time, logger);
        var schemas = new Probe("The schema registry", AskRegistryAsync, time, logger);
        return Task.WhenAll(broker.RunAsync(stop.Token), schemas.RunAsync(stop.Token));
    }

    private string? AskBroker(ITopicAdmin admin, string topic)
    {
        try
        {
            admin.Describe(topic);
            status.BrokerAnswered();
            return null;
        }
        catch (ClientException away)
        {
            return away.Message;
        }
    }

    private async Task<string?> AskRegistryAsync(CancellationToken cancel)
    {
        var problem = await schemaLookup.CheckAsync(cancel).ConfigureAwait(false);
        status.RegistryAnswered(problem);
        return problem;
    }

    private StreamsOptions StreamsOptionsFrom(string worker) => new()
    {
        TopicPrefix = options.Kafka.TopicPrefix,
        InstanceId = options.Kafka.InstanceId.Length == 0 ? null : options.Kafka.InstanceId,
        StateDirectory = Path.Combine(options.State.Directory, worker),
        Threads = options.Processing.Threads,
        CommitInterval = options.Processing.CommitInterval,
        CommittedCacheBytes = options.State.CacheBudget.Bytes,
        RestoreThreads = options.State.RestoreThreads,
    };

    private WorkerExit Refuse(string reason)
    {
        Log.NotStarted(logger, reason);
        return WorkerExit.Misconfigured;
    }
}
