namespace Engage.LocalBroker.Conformance.Tests.Honesty;

/// <summary>A broker that claims exactly-once semantics, and can be killed to see whether it kept its promises.</summary>
public interface IHonestBroker
{
    string BootstrapServers { get; }

    /// <summary>Kills it as SIGKILL would, then starts it again on the same address and data.</summary>
    Task KillAndRestartAsync();
}
