namespace Engage.LocalBroker.Requests;

/// <summary>What a configuration request is about.</summary>
internal readonly record struct ConfigResource(sbyte Type, string Name)
{
    public const sbyte Topic = 2;
    public const sbyte Broker = 4;
}
