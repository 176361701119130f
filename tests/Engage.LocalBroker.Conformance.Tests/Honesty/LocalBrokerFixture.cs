namespace Engage.LocalBroker.Conformance.Tests.Honesty;

/// <summary>The local broker, one for all tests of a class.</summary>
public sealed class LocalBrokerFixture : IHonestBroker, IAsyncLifetime
{
    private EmbeddedBroker broker = null!;

    public string BootstrapServers => broker.BootstrapServers;

    public async ValueTask InitializeAsync() => broker = await EmbeddedBroker.StartAsync();

    public ValueTask DisposeAsync() => broker.DisposeAsync();

    public async Task KillAndRestartAsync()
    {
        broker.Abandon();
        await broker.RestartAsync();
    }
}
