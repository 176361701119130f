namespace Engage.Channels;

/// <summary>Which addresses a client may connect to.</summary>
public enum NetworkReach
{
    /// <summary>Public addresses only: no loopback, private, link-local, shared, reserved or metadata address, also behind IPv6 forms.</summary>
    PublicOnly,

    /// <summary>Any, for a platform in the operator's own network and for local stacks.</summary>
    Any,
}
