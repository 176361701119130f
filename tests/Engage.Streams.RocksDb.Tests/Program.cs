using Engage.Streams.RocksDb.Tests;

return args is [EndlessWriter.Verb, var path] ? EndlessWriter.Run(path) : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
