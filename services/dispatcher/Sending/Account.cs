using Engage.Channels;

namespace Engage.Dispatcher.Sending;

/// <summary>An account that lanes send through.</summary>
/// <param name="Id">As lanes name it.</param>
/// <param name="Channel">The client.</param>
/// <param name="LaneInterval">Least time between two messages of one lane; zero: none.</param>
internal sealed record Account(string Id, IChannel Channel, TimeSpan LaneInterval);
