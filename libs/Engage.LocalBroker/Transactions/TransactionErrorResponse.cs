using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Transactions;

/// <summary>Answer to AddOffsetsToTxn (25) and EndTxn (26).</summary>
internal sealed record TransactionErrorResponse(ErrorCode Error) : ICoordinatorResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteThrottle();
        writer.WriteError(FencedError.Spell(Error, version, knownFromVersion: 2));
    }
}
