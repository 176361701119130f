using System.Threading.Channels;
using Engage.LocalBroker.Conformance.Tests.Support;

namespace Engage.LocalBroker.Conformance.Tests.Transactions;

/// <summary>What all workers together have committed so far.</summary>
internal sealed class CopyProgress
{
    private readonly Channel<int> changes = Channel.CreateUnbounded<int>();
    private int copied;

    public int Copied => Volatile.Read(ref copied);

    public void Add(int records)
    {
        changes.Writer.TryWrite(Interlocked.Add(ref copied, records));
    }

    /// <summary>Returns once something was committed, or a worker stood still, since it last returned.</summary>
    public async Task ChangedAsync() => await changes.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Cluster.Patience);
}
