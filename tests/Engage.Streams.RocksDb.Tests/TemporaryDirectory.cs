namespace Engage.Streams.RocksDb.Tests;

/// <summary>A directory that goes away with the test; in memory where there is such a file system, since opening a database syncs several files.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private const string InMemory = "/dev/shm";

    public string Path { get; } = Directory.Exists(InMemory)
        ? Directory.CreateDirectory(System.IO.Path.Combine(InMemory, System.IO.Path.GetRandomFileName())).FullName
        : Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
