namespace Engage.Streams.Runtime;

/// <summary>Where one output record lies in the arena: key, value and headers follow one another from <see cref="Start"/>.</summary>
internal struct BufferedRecord
{
    public const int NoValue = -1;

    public int OutputIndex;
    public int Partition;
    public int Start;
    public int KeyLength;
    public int ValueLength;
    public int HeadersLength;
    public long TimestampMicros;

    public readonly bool IsTombstone => ValueLength == NoValue;
}
