namespace Engage.Streams.Runtime;

/// <summary>What becomes of the producer in a rewind.</summary>
internal enum ProducerFate
{
    /// <summary>No transaction is open.</summary>
    Keep,

    /// <summary>One is open and no commit was sent: abort it.</summary>
    Abort,

    /// <summary>Its requests may still be under way: a new epoch must fence them.</summary>
    Replace,
}
