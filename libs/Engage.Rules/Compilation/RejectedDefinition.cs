namespace Engage.Rules.Compilation;

/// <summary>A record of the definitions topic that could not be understood: it decides nothing, and the version before it stays in force.</summary>
/// <param name="Reason">One line.</param>
public sealed record RejectedDefinition(long Offset, string Kind, string Id, int Version, string Reason);
