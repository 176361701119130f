namespace Engage.LocalBroker.Storage;

/// <summary>Holds a segment file open for the length of a using block.</summary>
internal readonly struct FileLease(SegmentFile file) : IDisposable
{
    public SegmentFile File { get; } = file;

    public void Dispose() => File.Release();
}
