using Engage.Streams.Kafka.Tests;

return args is [SumWorker.Verb, var bootstrap, var prefix, var directory] ? SumWorker.Run(bootstrap, prefix, directory) : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
