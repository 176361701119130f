namespace Engage.LocalBroker.Tests.Coordination;

/// <summary>A directory that is gone when the test is over.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("engage-coordinator-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
