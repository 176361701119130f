using System.Net;
using System.Net.Sockets;
using Engage.Cli.Connections;
using Engage.Cli.Local;

namespace Engage.Cli.Tests.Local;

public sealed class RefusedStarts : IDisposable
{
    private readonly string directory = Path.Combine(Directory.CreateTempSubdirectory("engage-local-").FullName, "data");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(directory)!, recursive: true);

    [Fact]
    public async Task A_taken_port_is_named_with_the_flag_that_moves_it_though_the_folder_does_not_exist_yet()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var options = new LocalStackOptions { DataDirectory = directory, PortOffset = port - new LocalPorts(0).Sandbox, WithWorkers = false, Broker = "127.0.0.1:1" };

        var refused = await Assert.ThrowsAsync<CommandException>(() => LocalStack.StartAsync(options, TestContext.Current.CancellationToken));

        Assert.Contains($"{port} (sandbox)", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--port-offset", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_stack_on_one_folder_is_refused_and_leaves_the_running_ones_file_alone()
    {
        Directory.CreateDirectory(directory);
        const int init = 1; // A process that is alive and is not this one.
        new StackFile { Pid = init, Broker = "b", Registry = "r", Sandbox = "s", Smtp = "m", Metrics = new Dictionary<string, string>(), SlackToken = "", TwilioSid = "", TwilioToken = "" }.Write(directory);

        var refused = await Assert.ThrowsAsync<CommandException>(() => LocalStack.StartAsync(new LocalStackOptions { DataDirectory = directory }, TestContext.Current.CancellationToken));

        Assert.Contains("running", refused.Message, StringComparison.Ordinal);
        Assert.Equal(init, StackFile.Find(directory)!.Pid);
    }
}
