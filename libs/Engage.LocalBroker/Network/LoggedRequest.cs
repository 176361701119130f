using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Network;

/// <summary>One request as the broker saw it.</summary>
/// <param name="TimeMs">When it was answered, in milliseconds since the Unix epoch.</param>
/// <param name="Connection">Number of the connection, from 1 in order of acceptance.</param>
/// <param name="ClientId">What the client calls itself; empty when it does not.</param>
/// <param name="Api">Which request; possibly a number without a name, when the client asked for something unknown.</param>
/// <param name="Version">The version it was sent in.</param>
/// <param name="Errors">The distinct error numbers of the answer; empty when all went well.</param>
public readonly record struct LoggedRequest(long TimeMs, long Connection, string ClientId, ApiKey Api, short Version, IReadOnlyList<ErrorCode> Errors);
