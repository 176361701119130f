namespace Engage.Streams.Testing.Cluster;

/// <summary>What the coordinator keeps under a transactional id.</summary>
internal sealed class BrokerProducer(string transactionalId)
{
    public string TransactionalId { get; } = transactionalId;

    public int Epoch { get; set; } = -1;

    public TimeSpan Timeout { get; set; }

    public BrokerTransaction? Current { get; set; }
}
