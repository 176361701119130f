namespace Engage.LocalBroker.Protocol;

/// <summary>The versions of one request that are advertised, and the first one in Kafka's flexible encoding.</summary>
internal readonly record struct ApiVersionRange(ApiKey Api, short Min, short Max, short FlexibleFrom)
{
    /// <summary>"Flexible from" of a request that never became flexible.</summary>
    public const short Never = short.MaxValue;

    public bool Contains(short version) => version >= Min && version <= Max;

    public bool IsFlexible(short version) => version >= FlexibleFrom;
}
