using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Faults;
using Engage.LocalBroker.Network;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Requests;
using Engage.LocalBroker.Storage;
using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker;

/// <summary>The broker between one start and the next stop: everything that a kill would lose.</summary>
internal sealed class BrokerInstance : IDisposable
{
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly EmbeddedBrokerOptions options;
    private readonly DirectoryLock directoryLock;
    private readonly PartitionTable partitions;
    private readonly Coordinator coordinator;
    private readonly Housekeeping housekeeping;
    private readonly Listener listener;

    private BrokerInstance(string directory, int port, EmbeddedBrokerOptions options, BrokerTestPoints testPoints)
    {
        this.options = options;
        Directory.CreateDirectory(directory);
        directoryLock = new DirectoryLock(directory);
        try
        {
            var catalogue = new TopicCatalogue();
            var endpoint = new BrokerEndpoint(options.AdvertisedHost);
            var storage = new StorageContext(options.TimeProvider, options.Fsync, testPoints.CrashPoints, Log, options.ScansLogs);
            var coordinatorDirectory = Directory.CreateDirectory(Path.Combine(directory, "coord")).FullName;

            partitions = new PartitionTable(Path.Combine(directory, "logs"), storage);
            coordinator = new Coordinator(new CoordinatorContext(coordinatorDirectory, options, endpoint, [catalogue], testPoints.CrashPoints));
            Administration = new TopicAdministration(catalogue, partitions, coordinator, options);
            housekeeping = new Housekeeping(partitions, storage, options);

            coordinator.Recover();
            partitions.Recover(catalogue, coordinator.PreviousStopWasClean);
            coordinator.Start(partitions);

            var dispatcher = new ApiDispatcher([.. OwnHandlers(catalogue, endpoint), .. coordinator.Handlers]);
            listener = new Listener(port, new ConnectionContext(dispatcher, testPoints.Faults, testPoints.Requests, options.TimeProvider, Log));
            endpoint.Port = listener.Port;
        }
        catch
        {
            Abandon();
            throw;
        }
    }

    /// <summary>Completes when everything is let go, the data directory included.</summary>
    public Task Gone => gone.Task;

    public int Port => listener.Port;

    public TopicAdministration Administration { get; }

    public PartitionTable Partitions => partitions;

    public Coordinator Coordinator => coordinator;

    public Housekeeping Housekeeping => housekeeping;

    /// <summary>Recovers the directory, then accepts connections.</summary>
    /// <exception cref="IOException">The directory is in use, or cannot be read or written.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public static async Task<BrokerInstance> StartAsync(string directory, int port, EmbeddedBrokerOptions options, BrokerTestPoints testPoints)
    {
        var instance = new BrokerInstance(directory, port, options, testPoints);
        await instance.Administration.EnsureClusterIdAsync().ConfigureAwait(false);
        instance.housekeeping.Start();
        instance.listener.Start();
        return instance;
    }

    /// <summary>Stops in good order: the next start need not verify old data.</summary>
    public async Task StopAsync()
    {
        await listener.StopAsync().ConfigureAwait(false);
        await housekeeping.StopAsync().ConfigureAwait(false);
        await coordinator.StopAsync().ConfigureAwait(false);
        foreach (var partition in partitions.All) partition.Log.Flush();
        partitions.Dispose();
        coordinator.CloseCleanly();
        Dispose();
    }

    /// <summary>Stops as a kill would: nothing is written or answered from here on.</summary>
    public void Abandon()
    {
        coordinator?.Abandon();
        partitions?.Dispose();
        listener?.Abort();
        Dispose();
    }

    public void Dispose()
    {
        listener?.Dispose();
        housekeeping?.Dispose();
        coordinator?.Dispose();
        partitions?.Dispose();
        directoryLock.Dispose();
        gone.TrySetResult();
    }

    private IEnumerable<IApiHandler> OwnHandlers(TopicCatalogue catalogue, BrokerEndpoint endpoint) =>
    [
        new ApiVersionsHandler(),
        new SaslHandshakeHandler(),
        new MetadataHandler(catalogue, partitions, Administration, endpoint, options),
        new ProduceHandler(partitions, coordinator, options.TimeProvider),
        new FetchHandler(partitions, options.TimeProvider),
        new ListOffsetsHandler(partitions),
        new CreateTopicsHandler(Administration),
        new DeleteTopicsHandler(Administration),
        new CreatePartitionsHandler(Administration),
        new DeleteRecordsHandler(Administration),
        new DescribeConfigsHandler(catalogue, options),
        new AlterConfigsHandler(Administration),
        new IncrementalAlterConfigsHandler(Administration),
    ];

    private void Log(string line) => options.Log?.Invoke(line);
}
