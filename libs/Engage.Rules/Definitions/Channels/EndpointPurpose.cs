namespace Engage.Rules.Definitions;

/// <summary>What an endpoint is called for.</summary>
public enum EndpointPurpose
{
    /// <summary>Named by <c>webhook</c> actions.</summary>
    Webhook,

    /// <summary>Carries out the platform actions; at most one is active.</summary>
    Platform,
}
