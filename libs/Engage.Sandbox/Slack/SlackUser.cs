namespace Engage.Sandbox.Slack;

/// <summary>A person of the emulated workspace; guarded by <see cref="SlackWorkspace"/>'s lock.</summary>
internal sealed class SlackUser(string id)
{
    public string Id { get; } = id;

    public required string Name { get; set; }

    public required string RealName { get; set; }

    public string? Email { get; set; }

    public bool Deactivated { get; set; }
}
