using Engage.Streams.Testing.Cluster;

namespace Engage.Streams.Tests.Simulation;

/// <summary>Loses requests and answers, repeats requests after broken connections, and delivers late, all by the seed.</summary>
internal sealed class SimulatedNetwork(Random random) : INetwork
{
    private readonly List<Action> late = [];

    /// <summary>0 to 1; the share of requests that something happens to.</summary>
    public double FaultShare { get; set; }

    public FaultAction Next(string request)
    {
        DeliverSome();
        if (random.NextDouble() >= FaultShare) return FaultAction.None;
        return random.Next(5) switch
        {
            0 => FaultAction.LoseRequest,
            1 => FaultAction.LoseAnswer,
            2 => FaultAction.Delay,
            3 => FaultAction.Duplicate,
            _ => request is "send-offsets" ? FaultAction.Refuse : FaultAction.None,
        };
    }

    public void DeliverLater(Action request) => late.Add(request);

    public void DeliverSome()
    {
        while (late.Count > 0 && random.Next(2) == 0)
        {
            var index = random.Next(late.Count);
            var request = late[index];
            late.RemoveAt(index);
            try
            {
                request();
            }
            catch (Ports.ClientException)
            {
                // The broker refused it, and nobody is there to hear.
            }
        }
    }
}
