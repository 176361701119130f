namespace Engage.Cli;

/// <summary>The command cannot do what it was asked; the message tells the user what is wrong and what to do. Exit status 1, or 2 where the usage is at fault.</summary>
internal sealed class CommandException : Exception
{
    public const int Failed = 1;
    public const int WrongUsage = 2;

    public CommandException(string message, int exitStatus = Failed)
        : base(message) => ExitStatus = exitStatus;

    public int ExitStatus { get; }
}
