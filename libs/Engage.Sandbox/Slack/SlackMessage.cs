using System.Text.Json.Nodes;

namespace Engage.Sandbox.Slack;

/// <param name="Ts">Seconds and microseconds, strictly growing in the workspace; the message's identity in its channel.</param>
/// <param name="Text">Cut at Slack's limit.</param>
/// <param name="Metadata">As it was posted; null without.</param>
internal sealed record SlackMessage(string Ts, string Text, JsonObject? Metadata);
