using System.CommandLine;
using Engage.Cli.Connections;
using Engage.Cli.Output;
using Engage.Streams.Kafka.Tools;

namespace Engage.Cli.Commands;

/// <summary>The root of all commands, and the one place where their failures become an exit status: 0 done, 1 failed, 2 wrong usage.</summary>
internal static class EngageCommand
{
    /// <summary>A signal is answered by an orderly end; the embedded stack's workers may drain for 28 s, and must not be left behind by an earlier exit.</summary>
    private static readonly TimeSpan OrderlyEnd = TimeSpan.FromSeconds(40);

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Engage.Streams: player-engagement automation on Kafka")
        {
            ClusterOptions.Bootstrap, ClusterOptions.Registry, ClusterOptions.TopicPrefix, ClusterOptions.Data, OutputOption.Format,
            LocalCommand.Build(), DemoCommand.Build(), ValidateCommand.Build(), ApplyCommand.Build(), ReplayCommand.Build(),
            DefinitionsCommands.Rules(), DefinitionsCommands.Segments(), HistoryCommand.Build(), ResultsCommand.Build(), StatusCommand.Build(), DoctorCommand.Build(), ScheduleCommand.Build(), RunsCommand.Build(), AudienceCommand.Build(), PlayerCommand.Build(), DeadLettersCommand.Build(), LanesCommand.Build(), LanesCommand.BuildKillSwitch(), ExplainCommand.Build(), SimulateCommand.Build(),
            TopicsCommand.Build(), SchemasCommand.Build(),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync($"engage: {error.Message}");
            await Console.Error.WriteLineAsync("engage: see 'engage --help'");
            return CommandException.WrongUsage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = OrderlyEnd });
        }
        catch (CommandException failed)
        {
            await Console.Error.WriteLineAsync($"engage: {failed.Message}");
            return failed.ExitStatus;
        }
        catch (ClusterException failed)
        {
            await Console.Error.WriteLineAsync($"engage: {failed.Message}");
            return CommandException.Failed;
        }
    }
}
