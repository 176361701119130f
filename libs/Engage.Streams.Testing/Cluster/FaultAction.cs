namespace Engage.Streams.Testing.Cluster;

/// <summary>What a simulated network does to a request.</summary>
internal enum FaultAction
{
    None,

    /// <summary>The broker answers that the transaction must be aborted.</summary>
    Refuse,

    /// <summary>The request never arrives; the client gives up waiting.</summary>
    LoseRequest,

    /// <summary>The broker acts, but its answer never arrives.</summary>
    LoseAnswer,

    /// <summary>The broker acts; a second copy, sent after a broken connection, arrives later.</summary>
    Duplicate,

    /// <summary>The client gives up waiting; the request arrives later.</summary>
    Delay,
}
