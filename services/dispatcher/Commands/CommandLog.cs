using System.Buffers.Binary;
using System.Text;
using Engage.Streams;

namespace Engage.Dispatcher.Commands;

/// <summary>Commands that were answered, so that a repeated one changes nothing. Key: command id. Value: when, as i64 big-endian.</summary>
internal sealed class CommandLog(IBytesStore store)
{
    public bool IsKnown(string commandId)
    {
        using var found = store.Read(Encoding.UTF8.GetBytes(commandId));
        return found.IsFound;
    }

    public void Add(string commandId, long nowMicros)
    {
        Span<byte> value = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(value, nowMicros);
        store.Put(Encoding.UTF8.GetBytes(commandId), value);
    }
}
