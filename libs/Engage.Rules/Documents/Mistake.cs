namespace Engage.Rules.Documents;

/// <summary>Something wrong or risky in a definition, with its place and the fix.</summary>
/// <param name="Path">Keys and indexes from the document's root, for example <c>actions[0].send_sms.to</c>; empty for the document itself.</param>
/// <param name="Message">One line that names the fix.</param>
public sealed record Mistake(MistakeSeverity Severity, SourcePosition Position, string Path, string Message)
{
    public string Path { get; } = OneLine.Of(Path);

    public string Message { get; } = OneLine.Of(Message);

    public bool IsError => Severity == MistakeSeverity.Error;

    /// <summary><c>rules.yaml:12:3: error: trigger: unknown key 'wehre'; did you mean 'where'?</c></summary>
    public override string ToString()
    {
        var severity = IsError ? "error" : "warning";
        return Path.Length == 0 ? $"{Position}: {severity}: {Message}" : $"{Position}: {severity}: {Path}: {Message}";
    }
}
