using Engage.LoadTest.Brokers;

namespace Engage.Streams.Kafka.Tests;

/// <summary>One broker for all tests of a class family; where it is not available they are skipped.</summary>
public abstract class BrokerUnderTest : IAsyncLifetime
{
    private ITestBroker? broker;

    public abstract bool IsAvailable { get; }

    /// <summary>Beyond the session timeout: how long a take-over may last. Includes the start of a process on a busy machine.</summary>
    public virtual TimeSpan TakeoverMax => TimeSpan.FromSeconds(20);

    /// <summary>Rounds of the SIGTERM test.</summary>
    public virtual int Terminations => 5;

    /// <summary>Turns of the rebalance storm, each a process started or ended.</summary>
    public virtual int Storms => 10;

    public ITestBroker Broker => broker ?? throw new InvalidOperationException("The broker is not available.");

    public async ValueTask InitializeAsync()
    {
        if (IsAvailable) broker = await Start();
    }

    public async ValueTask DisposeAsync()
    {
        if (broker is not null) await broker.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<ITestBroker> Start();
}
