namespace Engage.LocalBroker.Tests.Wire;

/// <summary>The one partition of a fetch answer, decoded.</summary>
internal sealed record FetchAnswer(short TopLevelError, short Error, long HighWatermark, long LastStableOffset, long LogStart, int AbortedCount, byte[] Records)
{
    public static FetchAnswer Read(RawAnswer answer)
    {
        var reader = answer.Read();
        reader.ReadInt32();
        var topLevelError = reader.ReadInt16();
        Assert.Equal(0, reader.ReadInt32()); // Never a session.
        if (reader.ReadArrayCount() == 0) return new FetchAnswer(topLevelError, 0, -1, -1, -1, -1, []);

        reader.ReadString();
        reader.ReadArrayCount();
        reader.ReadInt32();
        var error = reader.ReadInt16();
        var (highWatermark, stableOffset, logStart) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        var abortedCount = reader.ReadNullableArrayCount();
        for (var remaining = abortedCount; remaining > 0; remaining--) _ = reader.ReadInt64() + reader.ReadInt64();
        Assert.Equal(-1, reader.ReadInt32());
        return new FetchAnswer(topLevelError, error, highWatermark, stableOffset, logStart, abortedCount, reader.ReadBytes().ToArray());
    }
}
