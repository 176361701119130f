using Engage.Rules.Identity;

namespace Engage.Cli.Explain;

/// <summary>An event as users name it: <c>SOURCE/ID/TYPE</c>; slashes within the id need no escape, others are %2F.</summary>
internal sealed record EventName(string Source, string Id, string Type)
{
    /// <exception cref="CommandException">It has fewer than three parts.</exception>
    public static EventName Parse(string text)
    {
        if (RootId.TryParse(text, out var source, out var id, out var type)) return new EventName(source, id, type);
        var parts = text.Split('/');
        return parts.Length >= 3
            ? new EventName(parts[0], string.Join('/', parts[1..^1]), parts[^1])
            : throw new CommandException($"--event {text}: an event is named SOURCE/ID/TYPE, for example wallet/4711/casino.bet", CommandException.WrongUsage);
    }

    public override string ToString() => $"{Source}/{Id}/{Type}";
}
