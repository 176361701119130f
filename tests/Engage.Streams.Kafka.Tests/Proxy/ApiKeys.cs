namespace Engage.Streams.Kafka.Tests.Proxy;

/// <summary>Numbers of the Kafka protocol's requests.</summary>
internal static class ApiKeys
{
    public const short Produce = 0;
    public const short ListOffsets = 2;
    public const short Metadata = 3;
    public const short FindCoordinator = 10;
    public const short AddOffsetsToTxn = 25;
    public const short EndTxn = 26;
    public const short TxnOffsetCommit = 28;

    /// <summary>First version of EndTxn whose answer has tagged fields.</summary>
    public const short EndTxnFlexibleFrom = 3;
}
