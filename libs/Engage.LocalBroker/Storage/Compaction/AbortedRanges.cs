using Engage.LocalBroker.Records;

namespace Engage.LocalBroker.Storage.Compaction;

/// <summary>Tells data of aborted transactions from other data.</summary>
internal sealed class AbortedRanges(AbortedTransactions aborted)
{
    private readonly ILookup<long, AbortedTransaction> byProducer = aborted.Between(0, long.MaxValue).ToLookup(transaction => transaction.ProducerId);

    public bool Contains(in BatchHeader batch)
    {
        if (!batch.IsTransactional || batch.IsControl) return false;

        foreach (var transaction in byProducer[batch.ProducerId])
        {
            if (transaction.FirstOffset <= batch.BaseOffset && batch.BaseOffset < transaction.MarkerOffset) return true;
        }

        return false;
    }
}
