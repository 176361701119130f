namespace Engage.LocalBroker.Storage;

/// <summary>Which records a consumer wants to see; the numbers are the protocol's.</summary>
internal enum IsolationLevel : sbyte
{
    ReadUncommitted = 0,
    ReadCommitted = 1,
}
