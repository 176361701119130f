using Engage.Hosting.Tests.Processes;

return args is [SampleWorker.Verb, .. var flags] ? await SampleWorker.RunAsync(flags) : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
