using System.Globalization;
using Engage.LocalBroker.Faults;
using Engage.LocalBroker.Network;
using Engage.LocalBroker.Storage;

namespace Engage.LocalBroker;

/// <summary>A single-node broker speaking the Kafka protocol on the loopback interface, for laptops and tests.</summary>
/// <remarks>
/// Keeps its port and data directory over <see cref="RestartAsync"/>. Every answered write survives the process; see <see cref="FsyncPolicy"/>.
/// Members are not to be called concurrently, except <see cref="Faults"/> and <see cref="Requests"/>.
/// </remarks>
public sealed class EmbeddedBroker : IAsyncDisposable
{
    private readonly EmbeddedBrokerOptions options;
    private readonly BrokerTestPoints testPoints;
    private readonly bool ownsDirectory;
    private BrokerInstance? instance;
    private Task previousGone = Task.CompletedTask;

    private EmbeddedBroker(EmbeddedBrokerOptions options, Action? die)
    {
        this.options = options;
        ownsDirectory = options.DataDirectory is null;
        DataDirectory = options.DataDirectory ?? Directory.CreateTempSubdirectory("engage-broker-").FullName;
        testPoints = new BrokerTestPoints(Faults, new CrashPoints(die ?? Abandon), new RequestLog());
    }

    /// <summary>What to give to clients as <c>bootstrap.servers</c>.</summary>
    public string BootstrapServers => string.Create(CultureInfo.InvariantCulture, $"{options.AdvertisedHost}:{Port}");

    /// <summary>The bound port, also while the broker is stopped.</summary>
    public int Port { get; private set; }

    public string DataDirectory { get; }

    /// <summary>Disturbs requests; survives restarts.</summary>
    public BrokerFaults Faults { get; } = new();

    /// <summary>The last 10 000 requests, oldest first.</summary>
    public IReadOnlyList<LoggedRequest> Requests => testPoints.Requests.Snapshot();

    internal CrashPoints CrashPoints => testPoints.CrashPoints;

    /// <exception cref="InvalidOperationException">The broker is stopped.</exception>
    internal BrokerInstance Running => instance ?? throw new InvalidOperationException("The broker is stopped; start it with RestartAsync.");

    /// <summary>Recovers the data directory and accepts connections before it returns.</summary>
    /// <exception cref="IOException">The directory is in use by another broker, or cannot be read or written.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public static Task<EmbeddedBroker> StartAsync(EmbeddedBrokerOptions? options = null) => StartAsync(options ?? new EmbeddedBrokerOptions(), die: null);

    /// <param name="options">As for the public method.</param>
    /// <param name="die">What reaching an armed crash point does; null abandons the broker in this process.</param>
    internal static async Task<EmbeddedBroker> StartAsync(EmbeddedBrokerOptions options, Action? die)
    {
        var broker = new EmbeddedBroker(options, die);
        await broker.BeginAsync(options.Port).ConfigureAwait(false);
        return broker;
    }

    /// <summary>Stops in good order: parked requests are answered, prepared transactions finished. Does nothing when already stopped.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref instance, null) is { } running) await running.StopAsync().ConfigureAwait(false);
    }

    /// <summary>Stops if need be, then starts again on the same port and data.</summary>
    public async Task RestartAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await previousGone.ConfigureAwait(false); // A crash point abandons the broker on another thread.
        await BeginAsync(Port).ConfigureAwait(false);
    }

    /// <summary>Drops connections and memory as a kill would; what was answered is on disk. Start again with <see cref="RestartAsync"/>.</summary>
    public void Abandon() => Interlocked.Exchange(ref instance, null)?.Abandon();

    /// <summary>Applies retention and compaction to every partition now, instead of at the next interval.</summary>
    public void CleanUp() => Running.Housekeeping.CleanUp();

    /// <summary>Compacts a topic now, whatever its dirty ratio and with its active segments.</summary>
    /// <param name="topic">An existing topic; its cleanup.policy does not matter here.</param>
    /// <exception cref="ArgumentException">There is no such topic.</exception>
    public void Compact(string topic) =>
        Running.Housekeeping.Compact(Running.Partitions.Find(topic) ?? throw new ArgumentException($"There is no topic '{topic}'.", nameof(topic)));

    /// <summary>Stops the broker and removes its directory, if it was a temporary one.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await previousGone.ConfigureAwait(false);
        if (ownsDirectory && Directory.Exists(DataDirectory)) Directory.Delete(DataDirectory, recursive: true);
    }

    private async Task BeginAsync(int port)
    {
        instance = await BrokerInstance.StartAsync(DataDirectory, port, options, testPoints).ConfigureAwait(false);
        previousGone = instance.Gone;
        Port = instance.Port;
    }
}
