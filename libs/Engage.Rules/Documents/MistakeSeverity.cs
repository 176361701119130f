namespace Engage.Rules.Documents;

/// <summary>Whether a mistake keeps a definition from being applied.</summary>
public enum MistakeSeverity
{
    /// <summary>Legal, but probably not what is meant.</summary>
    Warning,

    /// <summary>Nothing is applied while there is one.</summary>
    Error,
}
