namespace Engage.Sandbox.Slack;

/// <summary>A channel, or the bot's direct messages with one person; guarded by <see cref="SlackWorkspace"/>'s lock.</summary>
internal sealed class SlackConversation(string id)
{
    public string Id { get; } = id;

    /// <summary>The channel's name without <c>#</c>; empty for direct messages.</summary>
    public string Name { get; set; } = "";

    public List<string> PreviousNames { get; } = [];

    /// <summary>The person of direct messages; null for a channel.</summary>
    public SlackUser? DirectWith { get; init; }

    public bool Private { get; init; }

    public bool Archived { get; set; }

    public bool BotIsMember { get; set; } = true;

    public List<SlackMessage> Messages { get; } = [];

    /// <summary>Instant from which the channel's next post is free of its limit; before it, posts spend the burst.</summary>
    public DateTimeOffset PostsFreeFrom { get; set; }

    public bool IsDirect => DirectWith is not null;

    /// <summary>What people call it: <c>#channel</c>, or <c>@person</c> for direct messages.</summary>
    public string DisplayName => DirectWith is { } user ? "@" + user.Name : "#" + Name;
}
