using System.Text.Json.Nodes;

namespace Engage.Sandbox.Platform;

/// <summary>One action that the platform carried out for a player.</summary>
/// <param name="ActionId">The sender's action id.</param>
/// <param name="Type">give_points, give_bonus …</param>
/// <param name="Times">How often the payload applies, at least 1.</param>
/// <param name="Points">Points of a points action, times included; null otherwise.</param>
/// <param name="Payload">What was given.</param>
/// <param name="AcceptedAt">When.</param>
public sealed record PlatformGrant(string ActionId, string Type, int Times, decimal? Points, JsonNode? Payload, DateTimeOffset AcceptedAt);
