namespace Engage.Dispatcher.Commands;

/// <summary>What became of a command.</summary>
/// <param name="Refusal">Stable code; null where it was applied.</param>
/// <param name="Affected">Messages, or for a kill switch lanes with messages, that it concerned.</param>
internal readonly record struct CommandAnswer(string? Refusal, long Affected)
{
    public static CommandAnswer Applied(long affected) => new(null, affected);

    public static CommandAnswer Refused(string reason) => new(reason, 0);
}
