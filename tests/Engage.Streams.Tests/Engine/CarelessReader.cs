using Engage.Streams.Ports;
using Engage.Streams.Runtime;

namespace Engage.Streams.Tests.Engine;

/// <summary>Reads a changelog, but passes over headers that cannot be read; for a control run.</summary>
internal sealed class CarelessReader(ILogReader inner) : ILogReader
{
    public void Assign(TopicPartitionOffset position) => inner.Assign(position);

    public PollResult Poll(TimeSpan timeout, out FetchedRecord record)
    {
        while (true)
        {
            var result = inner.Poll(timeout, out record);
            if (result != PollResult.Record || !record.Key.SequenceEqual(TaskMeta.Key) || IsReadable(record.Value)) return result;
        }
    }

    public void Dispose() => inner.Dispose();

    private static bool IsReadable(ReadOnlySpan<byte> header)
    {
        try
        {
            return ChangelogHeader.Read(header).Sequence > 0;
        }
        catch (IntegrityException)
        {
            return false;
        }
    }
}
