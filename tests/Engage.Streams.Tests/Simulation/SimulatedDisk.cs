using Engage.Streams.Ports;
using Engage.Streams.Testing;

namespace Engage.Streams.Tests.Simulation;

/// <summary>A process's disk: what was applied stays, but now and then a write fails or the database does not open any more.</summary>
internal sealed class SimulatedDisk(Func<bool> fails, StateFault fault = StateFault.Io) : IStateStoreFactory
{
    public InMemoryStateStores Files { get; private set; } = new();

    public IStateStoreBackend Open(string worker, int partition)
    {
        if (fails()) throw new StateStoreException(StateFault.Corrupt, $"The database of partition {partition} is damaged.");
        return new Database(Files.Open(worker, partition), fails, fault);
    }

    public void Wipe(string worker, int partition) => Files.Wipe(worker, partition);

    public void Lose() => Files = new InMemoryStateStores();

    private sealed class Database(IStateStoreBackend inner, Func<bool> fails, StateFault fault) : IStateStoreBackend
    {
        public BorrowedValue Get(scoped ReadOnlySpan<byte> key) => inner.Get(key);

        public IStoreCursor Scan(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to) => inner.Scan(from, to);

        public void Apply(StateBatch batch, StateWrite kind)
        {
            if (fails()) throw new StateStoreException(fault, "The disk did not take it.");
            inner.Apply(batch, kind);
        }

        public void Flush() => inner.Flush();

        public void Dispose() => inner.Dispose();
    }
}
