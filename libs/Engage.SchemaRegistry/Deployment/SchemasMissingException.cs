namespace Engage.SchemaRegistry.Deployment;

/// <summary>A worker's schemas are not registered, so it cannot write. Register them and start it again.</summary>
public sealed class SchemasMissingException(IReadOnlyList<string> subjects)
    : Exception($"The schema registry lacks this version's schema for {string.Join(", ", subjects)}. Run `engage schemas register` with the same version as this worker, then start it again.")
{
    public IReadOnlyList<string> Subjects { get; } = subjects;
}
