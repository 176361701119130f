namespace Engage.LoadTest.Brokers;

/// <summary>A broker that a test may treat badly. It keeps address and data over restarts.</summary>
public interface ITestBroker : IAsyncDisposable
{
    /// <summary>For reports.</summary>
    string Name { get; }

    string Bootstrap { get; }

    /// <summary>Stops it in good order and starts it again.</summary>
    Task Restart();

    /// <summary>Kills it and starts it again.</summary>
    Task KillAndRestart();
}
