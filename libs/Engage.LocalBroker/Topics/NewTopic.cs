namespace Engage.LocalBroker.Topics;

/// <summary>A topic somebody wants created.</summary>
/// <param name="Name">Not yet checked.</param>
/// <param name="PartitionCount">-1 for the broker's default, or when replicas are assigned by hand.</param>
/// <param name="ReplicationFactor">-1 for the default.</param>
/// <param name="Assignments">Replicas per partition number; empty to let the broker choose.</param>
/// <param name="Overrides">Configurations.</param>
internal sealed record NewTopic(
    string Name, int PartitionCount, short ReplicationFactor, IReadOnlyDictionary<int, int[]> Assignments, IReadOnlyDictionary<string, string> Overrides)
{
    /// <summary>With nothing but defaults.</summary>
    public static NewTopic Named(string name) => new(name, -1, -1, new Dictionary<int, int[]>(), new Dictionary<string, string>());
}
