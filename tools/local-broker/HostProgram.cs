using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Engage.LocalBroker.Host;

/// <summary>Runs the broker as a process of its own until it is told to stop.</summary>
internal static class HostProgram
{
    private const int Stopped = 0;
    private const int WrongArguments = 2;
    private const int CannotStart = 3;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--help" or "-h"])
        {
            Console.WriteLine(HostArguments.Usage);
            return Stopped;
        }

        try
        {
            await ServeAsync(HostArguments.Parse(args)).ConfigureAwait(false);
            return Stopped;
        }
        catch (FormatException mistake)
        {
            await Console.Error.WriteLineAsync(mistake.Message + Environment.NewLine + HostArguments.Usage).ConfigureAwait(false);
            return WrongArguments;
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            await Console.Error.WriteLineAsync($"local-broker cannot start: {failure.Message}").ConfigureAwait(false);
            return CannotStart;
        }
    }

    private static async Task ServeAsync(HostArguments arguments)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

        await using var broker = await EmbeddedBroker.StartAsync(Options(arguments), die: KillThisProcess).ConfigureAwait(false);
        await using var control = arguments.ControlPort is { } port ? new ControlPort(port, new ControlOrders(broker)) : null;
        if (control is not null) await Console.Out.WriteLineAsync($"CONTROL {control.Address}").ConfigureAwait(false);
        await Console.Out.WriteLineAsync($"READY {broker.BootstrapServers}").ConfigureAwait(false);
        await stop.Task.ConfigureAwait(false);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.TrySetResult();
        }
    }

    /// <summary>No finally block, no finalizer, no flush runs after it: what a crash point stands for.</summary>
    private static void KillThisProcess()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    private static EmbeddedBrokerOptions Options(HostArguments arguments) => new()
    {
        Port = arguments.Port,
        AdvertisedHost = arguments.AdvertisedHost,
        DataDirectory = arguments.DataDirectory,
        Fsync = arguments.Fsync,
        FsyncInterval = arguments.FsyncInterval,
        AutoCreateTopics = arguments.AutoCreate,
        DefaultPartitions = arguments.Partitions,
        AcceptAnyReplicationFactor = arguments.AnyReplication,
        RetentionCheckInterval = arguments.CheckInterval,
        Log = Console.Error.WriteLine,
    };
}
