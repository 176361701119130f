using Engage.Streams.RocksDb.Tests;

return args switch
{
    [EndlessWriter.Verb, var path] => EndlessWriter.Run(path),
    [FullDiskWriter.Verb, var path] => FullDiskWriter.Run(path),
    _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
};
