using System.Globalization;
using System.Text.Json.Nodes;

namespace Engage.Sandbox.Slack;

/// <summary>People, channels and messages of the emulated workspace, and what an administrator can do to them.</summary>
/// <remarks>Safe for concurrent use. Administration methods answer false where the named channel or person does not exist.</remarks>
public sealed class SlackWorkspace
{
    private const int TextLimit = 40_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, SlackUser> users = [];
    private readonly Dictionary<string, SlackConversation> conversations = [];
    private readonly TimeProvider clock;
    private long lastTsMicros;
    private int nextId;

    internal SlackWorkspace(SandboxOptions options)
    {
        clock = options.Clock;
        Limits = new SlackLimits(options);
        foreach (var name in options.SlackRecipients) Add(name);
    }

    /// <summary>Whether the token was revoked.</summary>
    public bool TokenRevoked { get; private set; }

    internal SlackLimits Limits { get; }

    /// <summary>Creates what <paramref name="name"/> names: <c>#channel</c>, <c>@person</c> or an email address; nothing if it exists.</summary>
    public void Add(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name[0] == '#') AddChannel(name[1..]);
        else if (name[0] == '@') AddUser(name[1..], name[1..], email: null);
        else AddUser(name.Split('@')[0], name.Split('@')[0], name.Contains('@', StringComparison.Ordinal) ? name : null);
    }

    /// <summary>Creates a public channel with the bot in it, or a private one.</summary>
    /// <returns>Its id, also where a channel of that name exists already.</returns>
    public string AddChannel(string name, ChannelVisibility visibility = ChannelVisibility.Public)
    {
        lock (gate)
        {
            if (ChannelNamed(name) is { } existing) return existing.Id;
            var channel = new SlackConversation(NewId('C')) { Name = name, Private = visibility == ChannelVisibility.Private };
            conversations[channel.Id] = channel;
            return channel.Id;
        }
    }

    /// <summary>Creates a person.</summary>
    /// <returns>The user id, also where a person of that name exists already.</returns>
    public string AddUser(string name, string realName, string? email)
    {
        lock (gate)
        {
            if (UserNamed(name) is { } existing) return existing.Id;
            var user = new SlackUser(NewId('U')) { Name = name, RealName = realName, Email = email };
            users[user.Id] = user;
            return user.Id;
        }
    }

    /// <summary>Renames a channel; its id stays.</summary>
    public bool RenameChannel(string name, string to) => OnChannel(name, channel =>
    {
        channel.PreviousNames.Add(channel.Name);
        channel.Name = to;
    });

    /// <summary>Archives a channel.</summary>
    public bool ArchiveChannel(string name) => OnChannel(name, channel => channel.Archived = true);

    /// <summary>Takes a channel back from the archive.</summary>
    public bool UnarchiveChannel(string name) => OnChannel(name, channel => channel.Archived = false);

    /// <summary>Deletes a channel with its messages.</summary>
    public bool DeleteChannel(string name) => OnChannel(name, channel => conversations.Remove(channel.Id));

    /// <summary>Takes the bot out of a channel.</summary>
    public bool KickBot(string name) => OnChannel(name, channel => channel.BotIsMember = false);

    /// <summary>Puts the bot into a channel.</summary>
    public bool InviteBot(string name) => OnChannel(name, channel => channel.BotIsMember = true);

    /// <summary>Renames a person; the user id stays.</summary>
    public bool RenameUser(string name, string to) => OnUser(name, user => user.Name = to);

    /// <summary>Deactivates a person: Slack calls them deleted, yet takes posts to their direct messages.</summary>
    public bool DeactivateUser(string name) => OnUser(name, user => user.Deactivated = true);

    /// <summary>Takes a deactivation back.</summary>
    public bool ReactivateUser(string name) => OnUser(name, user => user.Deactivated = false);

    /// <summary>Makes every call fail with <c>token_revoked</c>.</summary>
    public void RevokeToken() => TokenRevoked = true;

    /// <summary>Makes the token good again.</summary>
    public void RestoreToken() => TokenRevoked = false;

    /// <summary>Runs one Web API method or administrator's act alone, so that each sees a consistent workspace.</summary>
    internal T Locked<T>(Func<SlackWorkspace, T> act)
    {
        lock (gate) return act(this);
    }

    internal IEnumerable<SlackUser> Users => users.Values;

    internal IEnumerable<SlackConversation> Channels => conversations.Values.Where(conversation => !conversation.IsDirect);

    internal SlackUser? User(string id) => users.GetValueOrDefault(id);

    internal SlackUser? UserNamed(string name) => users.Values.FirstOrDefault(user => user.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    internal SlackConversation? Conversation(string id) => conversations.GetValueOrDefault(id);

    internal SlackConversation? ChannelNamed(string name) =>
        Channels.FirstOrDefault(channel => channel.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    internal SlackConversation OpenDirect(SlackUser user)
    {
        var open = conversations.Values.FirstOrDefault(conversation => conversation.DirectWith == user);
        if (open is not null) return open;

        var direct = new SlackConversation(NewId('D')) { DirectWith = user };
        return conversations[direct.Id] = direct;
    }

    internal SlackMessage Post(SlackConversation conversation, string text, JsonObject? metadata)
    {
        var nowMicros = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        lastTsMicros = Math.Max(nowMicros, lastTsMicros + 1);
        var ts = string.Create(CultureInfo.InvariantCulture, $"{lastTsMicros / 1_000_000}.{lastTsMicros % 1_000_000:D6}");
        var message = new SlackMessage(ts, text.Length > TextLimit ? text[..TextLimit] : text, metadata);
        conversation.Messages.Add(message);
        return message;
    }

    private bool OnChannel(string name, Action<SlackConversation> act)
    {
        lock (gate)
        {
            var channel = ChannelNamed(name.TrimStart('#')) ?? Conversation(name);
            if (channel is not null) act(channel);
            return channel is not null;
        }
    }

    private bool OnUser(string name, Action<SlackUser> act)
    {
        lock (gate)
        {
            var user = UserNamed(name.TrimStart('@')) ?? User(name);
            if (user is not null) act(user);
            return user is not null;
        }
    }

    private string NewId(char prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}0SB{++nextId:D7}");
}
