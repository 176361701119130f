namespace Engage.Channels;

/// <summary>What a harmless question to the provider showed.</summary>
public enum ProbeVerdict
{
    /// <summary>The provider did not answer, or limits us; nothing is known.</summary>
    Unknown,

    /// <summary>The cause is gone.</summary>
    Healthy,

    /// <summary>The cause is still there.</summary>
    Broken,
}
