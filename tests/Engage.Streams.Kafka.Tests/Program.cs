using Engage.LoadTest.Summing;
using Engage.Streams.Kafka.Tests.Careless;

return args is [SumWorker.Verb, .. var rest]
    ? SumWorker.Run(SumWorkerSettings.FromArguments(rest), CarelessClient.FromEnvironment)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
