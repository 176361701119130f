namespace Engage.Streams.Testing.Cluster;

/// <summary>Decides what happens to requests on their way.</summary>
internal interface INetwork
{
    FaultAction Next(string request);

    /// <summary>Keeps a request for later; it is carried out when the network delivers it, its failure unseen.</summary>
    void DeliverLater(Action request);
}
