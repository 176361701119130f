using Engage.Streams.Ports;
using Engage.Streams.RocksDb.Native;

namespace Engage.Streams.RocksDb.Tests;

public sealed class Faults
{
    [Theory]
    [InlineData("Corruption: block checksum mismatch: stored = 1, computed = 2 in /d/000012.sst offset 0 size 40", StateFault.Corrupt)]
    [InlineData("IO error: No such file or directory: While open a file for random read: /d/000012.sst: No such file or directory", StateFault.Corrupt)]
    [InlineData("Invalid argument: /d: does not exist (create_if_missing is false)", StateFault.Corrupt)]
    [InlineData("IO error: No space left on device: While appending to file: /d/000013.log: No space left on device", StateFault.NoSpace)]
    [InlineData("IO error: While appending to file: /d/000013.log: Disk quota exceeded", StateFault.NoSpace)]
    [InlineData("IO error: lock hold by current process, acquire time 1 acquiring thread 2: /d/LOCK: No locks available", StateFault.Locked)]
    [InlineData("IO error: While lock file: /d/LOCK: Resource temporarily unavailable", StateFault.Locked)]
    [InlineData("IO error: While pread offset 0 len 5: /d/000012.sst: Input/output error", StateFault.Io)]
    [InlineData("IO error: While mkdir if missing: /d: Permission denied", StateFault.Io)]
    [InlineData("Shutdown in progress", StateFault.Io)]
    public void A_status_text_is_classed_by_what_to_do_about_it(string text, StateFault fault)
    {
        Assert.Equal(fault, NativeError.Classify(text));
    }
}
