using Engage.Contracts;

namespace Engage.Dispatcher.Routing;

/// <summary>Where an action goes. A closed hierarchy.</summary>
internal abstract record Route;

/// <summary>It is at its end already.</summary>
/// <param name="Status">A final one.</param>
/// <param name="Reason">Stable code; null for delivered.</param>
/// <param name="Channel">As results name it.</param>
/// <param name="Recipient">A literal internal recipient; null otherwise.</param>
internal sealed record EndsHere(string Status, string? Reason, string Channel, string? Recipient = null) : Route;

/// <summary>It joins a lane.</summary>
internal sealed record JoinsLane(DispatchWork Work) : Route;
