using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Transactions;

/// <summary>How "a newer producer has taken over" is said: older layouts know no number of its own for it.</summary>
internal static class FencedError
{
    /// <summary>Turns 90 into 47 below the version that introduced 90.</summary>
    public static ErrorCode Spell(ErrorCode error, short version, short knownFromVersion) =>
        error == ErrorCode.ProducerFenced && version < knownFromVersion ? ErrorCode.InvalidProducerEpoch : error;
}
