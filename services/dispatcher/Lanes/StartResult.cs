namespace Engage.Dispatcher.Lanes;

/// <summary>What became of a lane's turn.</summary>
internal enum StartResult
{
    Started,

    /// <summary>Something else will wake it.</summary>
    Waits,

    /// <summary>It has used its turn up and wants another.</summary>
    Again,

    /// <summary>No call can begin now; it keeps its turn.</summary>
    PoolFull,
}
