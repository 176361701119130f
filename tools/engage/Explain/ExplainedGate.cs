namespace Engage.Cli.Explain;

/// <summary>One question on the way from an event to an execution.</summary>
/// <param name="Verdict">yes, no, unknown, or the status of an action.</param>
/// <param name="Reason">Stable code where the verdict is no or unknown; null otherwise.</param>
/// <param name="Detail">What was found, for people.</param>
internal sealed record ExplainedGate(string Name, string Verdict, string? Reason, string Detail)
{
    public const string Yes = "yes";
    public const string No = "no";
    public const string Unknown = "unknown";

    public static ExplainedGate Passed(string name, string detail) => new(name, Yes, null, detail);

    public static ExplainedGate Refused(string name, string reason, string detail) => new(name, No, reason, detail);
}
