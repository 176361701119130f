using System.CommandLine;
using System.CommandLine.Parsing;
using Engage.Cli.Connections;
using Engage.Cli.Local;

namespace Engage.Cli.Commands;

/// <summary><c>engage local up</c>: the embedded stack in the foreground until SIGTERM or Ctrl-C.</summary>
internal static class LocalCommand
{
    public const string SampleRules = "samples/rules";

    public static readonly Option<int> PortOffset = new("--port-offset") { Description = "move all ports by that many" };
    public static readonly Option<string?> Broker = new("--broker") { Description = "use this cluster instead of the embedded broker" };
    private static readonly Option<string> Workers = new("--workers") { Description = "all or none", DefaultValueFactory = _ => "all" };

    public static Command Build()
    {
        var up = new Command("up", "start broker, registry, sandbox and workers on loopback") { PortOffset, Workers, Broker };
        up.SetAction((result, cancelled) => RunAsync(result, cancelled));
        return new Command("local", "the embedded stack") { up };
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancelled)
    {
        var workers = result.GetValue(Workers);
        if (workers is not ("all" or "none")) throw new CommandException($"--workers {workers}: give all or none", CommandException.WrongUsage);
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions
        {
            DataDirectory = result.GetValue(ClusterOptions.Data)!,
            PortOffset = result.GetValue(PortOffset),
            Broker = result.GetValue(Broker),
            WithWorkers = workers == "all",
            SlackRecipients = SlackRecipients.Of(SampleRules),
        }, cancelled);
        Print(stack.File);
        await UntilStoppedAsync(stack, cancelled);
        Console.WriteLine("stopping");
        return 0;
    }

    public static void Print(StackFile file)
    {
        Console.WriteLine($"broker    {file.Broker}");
        Console.WriteLine($"registry  {file.Registry}");
        Console.WriteLine($"sandbox   {file.Sandbox}  (SMTP {file.Smtp})");
        foreach (var (worker, address) in file.Metrics) Console.WriteLine($"metrics   {address}/metrics  {worker}");
    }

    /// <exception cref="CommandException">A worker has ended for good.</exception>
    public static async Task UntilStoppedAsync(LocalStack stack, CancellationToken cancelled)
    {
        while (!cancelled.IsCancellationRequested)
        {
            if (stack.Failure is { } failure) throw new CommandException(failure);
            await Task.Delay(500, cancelled).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }
}
