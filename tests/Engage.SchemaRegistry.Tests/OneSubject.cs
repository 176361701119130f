namespace Engage.SchemaRegistry.Tests;

/// <summary>A registry whose subject s has one version, for tests that change nothing.</summary>
public sealed class OneSubject : IAsyncLifetime
{
    internal RegistryHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await RegistryHost.StartAsync();
        await Host.RegisterAsync("s", """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""");
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
