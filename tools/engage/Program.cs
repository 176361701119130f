return await Engage.Cli.Commands.EngageCommand.RunAsync(args);
